/** All resources of the assembly with their properties resolved: what the rest of the laptop cloud reads. */

import type { Assembly } from "./assembly.ts";
import { arnOf, type Place, refOf } from "./names.ts";
import { createResolver } from "./resolver.ts";

export type Resource = {
  stack: string;
  logicalId: string;
  type: string;
  name: string;
  ref: string;
  arn: string;
  /** The construct's path, as a person knows the resource. */
  path: string;
  properties: Record<string, unknown>;
};

export type Resources = {
  all: Resource[];
  ofType(type: string): Resource[];
  byArn(arn: string): Resource | undefined;
  /** Why a resource's properties could not be computed. */
  problems: string[];
};

/** `packages/functions/src/webhook/receive-replicate.handler` → `receive-replicate`. */
export const handlerSlug = (handler: string): string =>
  handler
    .replace(/\.\w+$/, "")
    .split("/")
    .at(-1) ?? handler;

/** CDK's own bundles are all called `index`: those go by the construct's name, without its hash. */
export function functionSlug(handler: string, logicalId: string): string {
  const slug = handlerSlug(handler);
  return slug === "index" ? logicalId.replace(/[0-9A-F]{8}$/, "") : slug;
}

export function resolveResources(assembly: Assembly, place: Place): Resources {
  const slugs = new Map<string, string>();
  const resolver = createResolver(assembly, place, (stack, resource, logicalId) => {
    const arn = String(resolver.value(stack, resource.Properties.TargetFunctionArn));
    return slugs.get(arn) ?? logicalId.toLowerCase();
  });
  const all: Resource[] = [];
  const problems: string[] = [];
  const present = assembly.stacks.flatMap(({ name, template }) =>
    Object.entries(template.Resources)
      .filter(([, resource]) => !resource.Condition || resolver.condition(name, resource.Condition))
      .map(([logicalId, resource]) => ({ stack: name, logicalId, resource })),
  );
  for (const { stack, logicalId, resource } of present) {
    if (resource.Type !== "AWS::Lambda::Function") continue;
    const arn = arnOf(place, resolver.named(stack, logicalId));
    slugs.set(arn, functionSlug(String(resource.Properties.Handler), logicalId));
  }
  for (const { stack, logicalId, resource } of present) {
    const named = resolver.named(stack, logicalId);
    const path = String(resource.Metadata?.["aws:cdk:path"] ?? `${stack}/${logicalId}`);
    try {
      const properties = resolver.value(stack, resource.Properties) as Record<string, unknown>;
      const common = { stack, logicalId, type: resource.Type, name: named.name, path, properties };
      all.push({ ...common, ref: refOf(place, named), arn: arnOf(place, named) });
    } catch (error) {
      problems.push(`${path} (${resource.Type}): ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  const arns = new Map(all.map((resource) => [resource.arn, resource]));
  return {
    all,
    ofType: (type) => all.filter((resource) => resource.type === type),
    byArn: (arn) => arns.get(arn),
    problems,
  };
}
