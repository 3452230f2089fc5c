import type { z } from "zod";

/** Joins a schema to a function: input is parsed before `run` sees it, and `.schema` is there for the edges. */
export function fn<Schema extends z.ZodType, Result>(
  schema: Schema,
  run: (input: z.output<Schema>) => Result,
): ((input: z.input<Schema>) => Result) & { schema: Schema } {
  return Object.assign((input: z.input<Schema>) => run(schema.parse(input)), { schema });
}
