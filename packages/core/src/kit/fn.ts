import type { z } from "zod";
import { parseInput } from "./error.ts";

/**
 * Joins a schema to a function: input is parsed before `run` sees it, and `.schema` is there for the edges.
 * What does not fit throws AppError `input_invalid`.
 */
export function fn<Schema extends z.ZodType, Result>(
  schema: Schema,
  run: (input: z.output<Schema>) => Result,
): ((input: z.input<Schema>) => Result) & { schema: Schema } {
  return Object.assign((input: z.input<Schema>) => run(parseInput(schema, input)), { schema });
}
