/** What a rule hands its target: the event, a part of it, a constant, or a template filled from it. */

import { z } from "zod";

export const targetSchema = z.object({
  Arn: z.string(),
  Id: z.string().default("target"),
  RoleArn: z.string().optional(),
  Input: z.string().optional(),
  InputPath: z.string().optional(),
  InputTransformer: z
    .object({ InputPathsMap: z.record(z.string(), z.string()).default({}), InputTemplate: z.string() })
    .optional(),
  DeadLetterConfig: z.object({ Arn: z.string() }).optional(),
  SqsParameters: z.object({ MessageGroupId: z.string() }).optional(),
});

export type Target = z.infer<typeof targetSchema>;

/** JSONPath as rules use it: `$`, names with dots or brackets, list indexes. */
export function pathValue(path: string, event: unknown): unknown {
  const steps = [...path.matchAll(/\.([\w-]+)|\['([^']+)'\]|\["([^"]+)"\]|\[(\d+)\]/g)].map(
    ([, name, single, double, index]) => name ?? single ?? double ?? index ?? "",
  );
  return steps.reduce<unknown>((value, step) => {
    if (typeof value !== "object" || value === null) return undefined;
    return (value as Record<string, unknown>)[step];
  }, event);
}

function fill(template: string, values: Map<string, unknown>): string {
  const asText = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value ?? ""));
  let quoted = false;
  return template.replace(/\\.|"|<([\w.-]+)>/g, (whole, name: string | undefined) => {
    if (whole === '"') quoted = !quoted;
    if (name === undefined || !values.has(name)) return whole;
    const value = values.get(name);
    // Inside quotes the value joins a text; outside it stands as JSON of its own kind.
    return quoted ? JSON.stringify(asText(value)).slice(1, -1) : JSON.stringify(value ?? "");
  });
}

/** The payload as JSON text (or plain text, where a template says so). */
export function targetPayload(target: Target, event: Record<string, unknown>, ruleArn: string): string {
  if (target.Input !== undefined) return target.Input;
  if (target.InputPath !== undefined) return JSON.stringify(pathValue(target.InputPath, event) ?? null);
  const transformer = target.InputTransformer;
  if (!transformer) return JSON.stringify(event);
  const values = new Map<string, unknown>([
    ["aws.events.rule-arn", ruleArn],
    ["aws.events.rule-name", ruleArn.split("/").at(-1)],
    ["aws.events.event", event],
    ["aws.events.event.json", event],
    ["aws.events.event.ingestion-time", event.time],
  ]);
  for (const [name, path] of Object.entries(transformer.InputPathsMap))
    values.set(name, pathValue(path, event));
  return fill(transformer.InputTemplate, values);
}
