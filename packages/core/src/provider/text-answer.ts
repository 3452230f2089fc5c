import { z } from "zod";
import { ProviderError } from "../kit/error.ts";
import { shapeError } from "./http-error.ts";
import type { Purpose } from "./ledger.ts";
import type { Charge } from "./price.ts";

/** What is asked of a language model, whichever provider's it is. */
export type TextRequest<Schema extends z.ZodType> = {
  /** Names the schema towards the provider: letters, digits, dashes. */
  name: string;
  schema: Schema;
  system: string;
  prompt: string;
  maxTokens?: number;
  purpose: Purpose;
};

export const tokens = (model: string, input: number, output: number): Charge[] => [
  { kind: "text", model, unit: "input_token", quantity: input },
  { kind: "text", model, unit: "output_token", quantity: output },
];

export function refused(provider: string, reason: string): ProviderError {
  return new ProviderError(provider, `${provider} declined to write this: ${reason}`, {
    retryable: false,
    code: "refused",
  });
}

export function parse<Schema extends z.ZodType>(
  provider: string,
  schema: Schema,
  text: string,
): z.output<Schema> {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    throw shapeError(provider, "whole JSON", error);
  }
  const parsed = schema.safeParse(data);
  if (!parsed.success)
    throw shapeError(provider, `data of the shape asked for (${parsed.error.message})`, parsed.error);
  return parsed.data;
}

const written = new WeakMap<z.ZodType, { [key: string]: unknown }>();

/**
 * Both providers want every field required and no others; zod says that of its objects by itself. Neither takes the
 * length of a text: that is read from the answer, which is not the shape asked for where it is too long.
 */
export function jsonSchema(schema: z.ZodType): { [key: string]: unknown } {
  const known = written.get(schema);
  if (known) return known;
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, {
    target: "draft-7",
    override: ({ jsonSchema: part }) => {
      delete part.minLength;
      delete part.maxLength;
    },
  });
  written.set(schema, rest);
  return rest;
}
