/** What a role may do, by the policies the template gives it, decided as IAM decides: deny, then allow, then no. */

import { z } from "zod";
import type { Resource, Resources } from "../template/resource.ts";

const oneOrMany = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => (Array.isArray(value) ? value : [value]));

const statementSchema = z.object({
  Effect: z.enum(["Allow", "Deny"]),
  Action: oneOrMany.optional(),
  NotAction: oneOrMany.optional(),
  Resource: oneOrMany.optional(),
  NotResource: oneOrMany.optional(),
  Condition: z.record(z.string(), z.record(z.string(), oneOrMany)).optional(),
});

const documentSchema = z.object({
  Statement: z
    .union([statementSchema, z.array(statementSchema)])
    .transform((value) => (Array.isArray(value) ? value : [value])),
});

export type Statement = z.infer<typeof statementSchema>;
export type Decision = "allowed" | "no_statement" | "denied";
/** Request values that a statement's condition may look at, e.g. `ses:FromAddress`. */
export type RequestContext = Record<string, string>;

export function policyStatements(document: unknown): Statement[] {
  return documentSchema.parse(document).Statement;
}

const patterns = new Map<string, RegExp>();

/** IAM's wildcards: `*` any text, `?` one character. Actions ignore case, resources do not. */
export function likePattern(pattern: string, value: string, ignoreCase = false): boolean {
  const key = `${ignoreCase}${pattern}`;
  let expression = patterns.get(key);
  if (!expression) {
    const body = pattern
      .replace(/[.+^${}()|[\]\\]/g, "\\$&")
      .replaceAll("*", ".*")
      .replaceAll("?", ".");
    expression = new RegExp(`^${body}$`, ignoreCase ? "is" : "s");
    patterns.set(key, expression);
  }
  return expression.test(value);
}

/** Unknown operators never match: an `Allow` we cannot judge grants nothing. */
function conditionHolds(condition: Statement["Condition"], context: RequestContext): boolean {
  return Object.entries(condition ?? {}).every(([operator, tests]) =>
    Object.entries(tests).every(([key, wanted]) => {
      const actual = context[key];
      if (actual === undefined) return operator.endsWith("IfExists");
      switch (operator.replace(/IfExists$/, "")) {
        case "StringEquals":
        case "ArnEquals":
          return wanted.includes(actual);
        case "StringNotEquals":
          return !wanted.includes(actual);
        case "StringEqualsIgnoreCase":
          return wanted.some((value) => value.toLowerCase() === actual.toLowerCase());
        case "StringLike":
        case "ArnLike":
          return wanted.some((value) => likePattern(value, actual));
        default:
          return false;
      }
    }),
  );
}

function applies(statement: Statement, action: string, resource: string, context: RequestContext): boolean {
  const { Action, NotAction, Resource: on, NotResource } = statement;
  const actionMatches = Action
    ? Action.some((pattern) => likePattern(pattern, action, true))
    : !NotAction?.some((pattern) => likePattern(pattern, action, true));
  if (!actionMatches) return false;
  const resourceMatches = on
    ? on.some((pattern) => likePattern(pattern, resource))
    : !NotResource?.some((pattern) => likePattern(pattern, resource));
  return resourceMatches && conditionHolds(statement.Condition, context);
}

export function decide(
  statements: Statement[],
  action: string,
  resource: string,
  context: RequestContext = {},
): Decision {
  const found = statements.filter((statement) => applies(statement, action, resource, context));
  if (found.some((statement) => statement.Effect === "Deny")) return "denied";
  return found.length > 0 ? "allowed" : "no_statement";
}

const inlineSchema = z.array(z.object({ PolicyDocument: z.unknown() })).default([]);

/** Role ARN → everything its inline, attached and managed policies say. AWS's own managed policies count as nothing. */
export function roleStatements(resources: Resources): Map<string, Statement[]> {
  const byRole = new Map<string, Statement[]>();
  const roles = resources.ofType("AWS::IAM::Role");
  const managed = new Map(resources.ofType("AWS::IAM::ManagedPolicy").map((policy) => [policy.arn, policy]));
  const attached = [...resources.ofType("AWS::IAM::Policy"), ...managed.values()];
  const names = (policy: Resource) => z.array(z.string()).default([]).parse(policy.properties.Roles);
  for (const role of roles) {
    const inline = inlineSchema.parse(role.properties.Policies).map((policy) => policy.PolicyDocument);
    const listed = z.array(z.string()).default([]).parse(role.properties.ManagedPolicyArns);
    const documents = [
      ...inline,
      ...attached
        .filter((policy) => names(policy).includes(role.name))
        .map((policy) => policy.properties.PolicyDocument),
      ...listed.flatMap((arn) => managed.get(arn)?.properties.PolicyDocument ?? []),
    ];
    byRole.set(role.arn, documents.flatMap(policyStatements));
  }
  return byRole;
}
