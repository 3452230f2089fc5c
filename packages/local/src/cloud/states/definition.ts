/** A state machine's definition, made ready for the laptop: substituted, checked, its times scaled. */

import { readFileSync } from "node:fs";
import { StateMachine, type StateMachineDefinition } from "aws-local-stepfunctions";
import { z } from "zod";
import { type Assembly, assetPath } from "../template/assembly.ts";
import type { Resource } from "../template/resource.ts";

const retrierSchema = z.looseObject({
  IntervalSeconds: z.number().optional(),
  MaxDelaySeconds: z.number().optional(),
});

type StateShape = {
  Type: string;
  Resource?: string | undefined;
  Seconds?: number | undefined;
  Timestamp?: string | undefined;
  TimeoutSeconds?: number | undefined;
  Retry?: z.infer<typeof retrierSchema>[] | undefined;
  Branches?: DefinitionShape[] | undefined;
  Iterator?: DefinitionShape | undefined;
  ItemProcessor?: DefinitionShape | undefined;
  [key: string]: unknown;
};
export type DefinitionShape = {
  StartAt: string;
  TimeoutSeconds?: number | undefined;
  States: Record<string, StateShape>;
  [key: string]: unknown;
};

const stateSchema: z.ZodType<StateShape> = z.lazy(() =>
  z.looseObject({
    Type: z.string(),
    Resource: z.string().optional(),
    Seconds: z.number().optional(),
    Timestamp: z.string().optional(),
    TimeoutSeconds: z.number().optional(),
    Retry: z.array(retrierSchema).optional(),
    Branches: z.array(definitionSchema).optional(),
    Iterator: definitionSchema.optional(),
    ItemProcessor: definitionSchema.optional(),
  }),
);
export const definitionSchema: z.ZodType<DefinitionShape> = z.lazy(() =>
  z.looseObject({
    StartAt: z.string(),
    TimeoutSeconds: z.number().optional(),
    States: z.record(z.string(), stateSchema),
  }),
);

const propertiesSchema = z.object({
  DefinitionString: z.string().optional(),
  Definition: z.unknown().optional(),
  DefinitionS3Location: z.object({ Key: z.string() }).optional(),
  DefinitionSubstitutions: z.record(z.string(), z.coerce.string()).default({}),
  RoleArn: z.string(),
});

export type Machine = {
  arn: string;
  name: string;
  roleArn: string;
  definition: DefinitionShape;
  runner: StateMachine;
};

/** Calls `visit` for every state of the machine and of the machines inside it. */
export function eachState(
  definition: DefinitionShape,
  visit: (name: string, state: StateShape) => void,
): void {
  for (const [name, state] of Object.entries(definition.States)) {
    visit(name, state);
    for (const inner of [...(state.Branches ?? []), state.ItemProcessor, state.Iterator]) {
      if (inner) eachState(inner, visit);
    }
  }
}

/** What the runner would silently do wrong is refused at start. */
export function unsupportedParts(definition: DefinitionShape): string[] {
  const problems: string[] = definition.QueryLanguage === "JSONata" ? ["QueryLanguage JSONata"] : [];
  eachState(definition, (name, state) => {
    for (const key of ["Assign", "HeartbeatSeconds", "HeartbeatSecondsPath"]) {
      if (key in state) problems.push(`${key} in ${name}`);
    }
    if (state.QueryLanguage === "JSONata") problems.push(`QueryLanguage JSONata in ${name}`);
  });
  return problems;
}

/** AWS has no default task timeout, the runner has one of 60 s; a timer cannot be longer than this. */
const longestSeconds = 2_000_000;

/** Providers' time flies, that of our own code does not: a limit on both never shrinks below what a busy machine needs. */
const shortestSeconds = 300;

/** Seconds on this machine after which what may take `seconds` on AWS has hung. */
export const scaledTimeout = (seconds: number, timeScale: number): number =>
  Math.min(longestSeconds, seconds, Math.max(shortestSeconds, seconds / timeScale));

function scaled(definition: DefinitionShape, timeScale: number): DefinitionShape {
  const copy = structuredClone(definition);
  const shrink = (value: number) => value / timeScale;
  if (copy.TimeoutSeconds) copy.TimeoutSeconds = scaledTimeout(copy.TimeoutSeconds, timeScale);
  eachState(copy, (_name, state) => {
    if (state.Type === "Task" && !("TimeoutSecondsPath" in state)) {
      state.TimeoutSeconds = scaledTimeout(state.TimeoutSeconds ?? Number.POSITIVE_INFINITY, timeScale);
    }
    for (const retrier of state.Retry ?? []) {
      retrier.IntervalSeconds = shrink(retrier.IntervalSeconds ?? 1);
      if (retrier.MaxDelaySeconds) retrier.MaxDelaySeconds = shrink(retrier.MaxDelaySeconds);
    }
  });
  return copy;
}

function sourceText(properties: z.infer<typeof propertiesSchema>, assembly: Assembly): string {
  if (properties.DefinitionString) return properties.DefinitionString;
  if (properties.Definition) return JSON.stringify(properties.Definition);
  const file = properties.DefinitionS3Location
    ? assetPath(assembly, properties.DefinitionS3Location.Key)
    : undefined;
  if (!file) throw new Error("its definition is not in the assembly");
  return readFileSync(file, "utf8");
}

export function readMachine(resource: Resource, assembly: Assembly, timeScale: number): Machine {
  const properties = propertiesSchema.parse(resource.properties);
  const text = sourceText(properties, assembly).replace(
    /\$\{(\w+)\}/g,
    (whole, name: string) => properties.DefinitionSubstitutions[name] ?? whole,
  );
  const definition = definitionSchema.parse(JSON.parse(text));
  const problems = unsupportedParts(definition);
  if (problems.length > 0) throw new Error(`not supported on the laptop: ${problems.join(", ")}`);
  const asDefinition = (shape: DefinitionShape) => shape as unknown as StateMachineDefinition;
  // The template's own definition is validated; the scaled copy has fractional seconds, which the validator refuses.
  new StateMachine(asDefinition(definition), { validationOptions: { checkArn: false } });
  const runner = new StateMachine(asDefinition(scaled(definition, timeScale)), {
    validationOptions: { noValidate: true },
  });
  return { arn: resource.arn, name: resource.name, roleArn: properties.RoleArn, definition, runner };
}
