/** Who is calling: one set of credentials per function, and one for the operator of this machine. */

import { createHash, randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { handlerSlug, type Resources } from "../template/resource.ts";
import { type Decision, decide, type RequestContext, roleStatements, type Statement } from "./policy.ts";

export type Principal = {
  accessKeyId: string;
  secretAccessKey: string;
  /** As AWS names it in its errors: the assumed role and the function as its session. */
  arn: string;
  label: string;
  statements: Statement[];
};

export type Principals = {
  operator: Principal;
  byAccessKey(accessKeyId: string): Principal | undefined;
  ofFunction(functionArn: string): Principal;
  /** A service acting with a role of the template (a state machine calling a function). */
  roleAllows(roleArn: string, action: string, resource: string): boolean;
};

const savedSchema = z.object({ accessKeyId: z.string(), secretAccessKey: z.string() });
const everything: Statement[] = [{ Effect: "Allow", Action: ["*"], Resource: ["*"] }];

export const allows = (
  principal: Principal,
  action: string,
  resource: string,
  context?: RequestContext,
): Decision => decide(principal.statements, action, resource, context);

/** The operator's key outlives restarts, so that a script keeps working; it lies readable for its owner only. */
function operatorKey(directory: string): z.infer<typeof savedSchema> {
  const file = join(directory, "operator.json");
  if (existsSync(file)) return savedSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  const key = { accessKeyId: "LAPTOPOPERATOR", secretAccessKey: randomBytes(30).toString("base64") };
  writeFileSync(file, JSON.stringify(key), { mode: 0o600 });
  return key;
}

export function createPrincipals(resources: Resources, account: string, directory: string): Principals {
  const statements = roleStatements(resources);
  const operator: Principal = {
    ...operatorKey(directory),
    arn: `arn:aws:iam::${account}:user/operator`,
    label: "operator",
    statements: everything,
  };
  const byKey = new Map([[operator.accessKeyId, operator]]);
  const byFunction = new Map<string, Principal>();
  for (const lambda of resources.ofType("AWS::Lambda::Function")) {
    const role = String(lambda.properties.Role ?? "");
    const digest = createHash("sha256").update(lambda.arn).digest("hex").slice(0, 16).toUpperCase();
    const principal: Principal = {
      accessKeyId: `AKIA${digest}`,
      secretAccessKey: randomBytes(30).toString("base64"),
      arn: `arn:aws:sts::${account}:assumed-role/${role.split("/").at(-1)}/${lambda.name}`,
      label: handlerSlug(String(lambda.properties.Handler)),
      statements: statements.get(role) ?? [],
    };
    byKey.set(principal.accessKeyId, principal);
    byFunction.set(lambda.arn, principal);
  }
  return {
    operator,
    byAccessKey: (accessKeyId) => byKey.get(accessKeyId),
    ofFunction(functionArn) {
      const found = byFunction.get(functionArn);
      if (!found) throw new Error(`No function ${functionArn} in the assembly.`);
      return found;
    },
    roleAllows: (roleArn, action, resource) =>
      decide(statements.get(roleArn) ?? [], action, resource) === "allowed",
  };
}
