import { Create, DraftFields } from "@vixen/core/avatar/schema.ts";
import { centsOf, inputOf, type Values } from "./values.ts";

// Loaded when somebody types: it comes with zod.
export { Create };

/** The API's own schema, cut to what each step asks for. */
export const schemas = {
  identity: Create.pick({ name: true, age: true }).strip(),
  character: Create.pick({ niche: true, style: true }).strip(),
  place: Create.pick({ language: true, city: true }).strip(),
} as const;

const { costCapCents } = Create.shape;

export const isCapWrong = (cap: string): boolean => !costCapCents.safeParse(centsOf(cap)).success;

/** Of what is typed, what a draft may keep: a half-typed age is left out until it is one. */
export function draftFieldsOf(values: Values): DraftFields {
  const kept = Object.entries(inputOf(values)).filter(([name, value]) => {
    const field = DraftFields.shape[name as keyof typeof DraftFields.shape];
    return field !== undefined && value !== undefined && field.safeParse(value).success;
  });
  return DraftFields.parse(Object.fromEntries(kept));
}
