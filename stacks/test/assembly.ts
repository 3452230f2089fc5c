import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { buildAssembly } from "../../scripts/build/build.ts";

export const root = resolve(import.meta.dirname, "../..");

interface Resource {
  id: string;
  stack: string;
  type: string;
  // biome-ignore lint/suspicious/noExplicitAny: a template's properties are CloudFormation's, hundreds of shapes
  properties: any;
}

export interface Statement {
  Action: string | string[];
  Resource: unknown;
}

/** The assembly of all stacks, built once per content of the sources, as the tests want to look at it. */
export async function readAssembly() {
  const { directory } = await buildAssembly();
  const resources = readdirSync(directory)
    .filter((name) => name.endsWith(".template.json"))
    .flatMap((name) => resourcesOf(join(directory, name), name.replace(".template.json", "")));
  const ofType = (type: string) => resources.filter((resource) => resource.type === type);

  const functions = ofType("AWS::Lambda::Function")
    .filter(({ properties }) => properties.Handler?.startsWith("packages/functions/src/"))
    .map((resource) => ({
      ...resource,
      path: String(resource.properties.Handler)
        .replace("packages/functions/src/", "")
        .replace(".handler", ""),
      bundle: bundleOf(directory, resource),
      statements: statementsOf(resources, resource.stack, resource.properties.Role["Fn::GetAtt"][0]),
    }));

  return { directory, resources, ofType, functions };
}

export type Assembly = Awaited<ReturnType<typeof readAssembly>>;

function resourcesOf(file: string, stack: string): Resource[] {
  const { Resources } = JSON.parse(readFileSync(file, "utf8")) as {
    Resources: Record<string, { Type: string; Properties: Record<string, unknown> }>;
  };
  return Object.entries(Resources).map(([id, { Type, Properties }]) => ({
    id,
    stack,
    type: Type,
    properties: Properties ?? {},
  }));
}

function bundleOf(directory: string, { properties }: Resource) {
  const folder = join(directory, `asset.${String(properties.Code.S3Key).replace(".zip", "")}`);
  const file = join(folder, String(properties.Handler).replace(/\.handler$/, ".mjs"));
  return {
    folder,
    file,
    code: existsSync(file) ? readFileSync(file, "utf8") : "",
    parts: existsSync(file) ? partsOf(folder) : [],
  };
}

/** The code of every file of the bundle: a split one has parts beside its entry. */
function partsOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".mjs") && !name.includes("node_modules"))
    .map((name) => readFileSync(join(folder, name), "utf8"));
}

/** What a role may do, from the policies attached to it and those written into it. */
export function statementsOf(resources: Resource[], stack: string, roleId: string): Statement[] {
  const attached = resources.filter(
    ({ type, stack: other, properties }) =>
      type === "AWS::IAM::Policy" &&
      other === stack &&
      properties.Roles?.some((role: { Ref: string }) => role.Ref === roleId),
  );
  const role = resources.find(({ id, stack: other }) => id === roleId && other === stack);
  const inline = (role?.properties.Policies ?? []).map(
    ({ PolicyDocument }: { PolicyDocument: unknown }) => PolicyDocument,
  );
  return [...attached.map(({ properties }) => properties.PolicyDocument), ...inline].flatMap(
    ({ Statement }) => Statement,
  );
}

export const actionsOf = (statements: Statement[]): string[] => statements.flatMap(({ Action }) => Action);
