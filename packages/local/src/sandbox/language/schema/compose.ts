import type { Dice } from "../dice.ts";
import { fitText } from "../words.ts";
import { formatted } from "./formats.ts";
import { isSchema, type Json, type JsonSchema, resolve, typesOf } from "./json-schema.ts";
import { matching } from "./pattern.ts";

/** The place in the answer that is being written. `subject` is what the enclosing list item is about. */
export type Slot = {
  name: string;
  description: string;
  path: string[];
  index: number;
  minimum: number | undefined;
  maximum: number | undefined;
  subject: unknown;
};

/** Knows what to say; the composer knows where. `undefined` leaves the choice to the composer. */
export type Author = {
  text(slot: Slot): string | undefined;
  number(slot: Slot): number | undefined;
  truth(slot: Slot): boolean | undefined;
  choose(slot: Slot, options: Json[]): Json | undefined;
  /** What a list's items are about, one subject an item. */
  list(slot: Slot): unknown[] | undefined;
  /** Whether a value that may be null is null. */
  isAbsent(slot: Slot): boolean;
};

const deepest = 12;

/** Builds a value that satisfies the schema, in the schema's key order. */
export function compose(root: JsonSchema, author: Author, dice: Dice): Json {
  const start: Slot = {
    name: root.title ?? "",
    description: root.description ?? "",
    path: [],
    index: 0,
    minimum: undefined,
    maximum: undefined,
    subject: undefined,
  };
  return write(root, start);

  function write(unresolved: JsonSchema, slot: Slot): Json {
    const schema = resolve(unresolved, root);
    const own = dice.fork(slot.path.join("."));
    const here = { ...slot, description: schema.description ?? slot.description };
    if (schema.const !== undefined) return schema.const;
    if (schema.enum) return author.choose(here, schema.enum) ?? own.pick(schema.enum);
    const branches = schema.anyOf ?? schema.oneOf;
    if (branches) return write(chooseBranch(branches, here, own), here);
    const types = typesOf(schema);
    const mayBeNull = types.includes("null");
    if (mayBeNull && (types.length === 1 || here.path.length >= deepest || author.isAbsent(here)))
      return null;
    switch (types.find((type) => type !== "null")) {
      case "object":
        return writeObject(schema, here);
      case "array":
        return writeArray(schema, here, own);
      case "boolean":
        return author.truth(here) ?? true;
      case "integer":
      case "number":
        return writeNumber(schema, here, own, types.includes("integer"));
      default:
        return writeText(schema, here, own);
    }
  }

  function chooseBranch(branches: JsonSchema[], slot: Slot, own: Dice): JsonSchema {
    const isNull = (branch: JsonSchema) => typesOf(resolve(branch, root)).join() === "null";
    const none = branches.find(isNull);
    if (none && (slot.path.length >= deepest || author.isAbsent(slot))) return none;
    return own.pick(branches.filter((branch) => !isNull(branch)));
  }

  function writeObject(schema: JsonSchema, slot: Slot): Json {
    const entries = Object.entries(schema.properties ?? {}).map(([name, child]): [string, Json] => [
      name,
      write(child, { ...slot, name, description: "", path: [...slot.path, name], index: 0 }),
    ]);
    return Object.fromEntries(entries);
  }

  function writeArray(schema: JsonSchema, slot: Slot, own: Dice): Json {
    const fixed = schema.prefixItems;
    if (fixed) return fixed.map((child, index) => write(child, itemSlot(slot, index, slot.subject)));
    const items = schema.items;
    if (!isSchema(items)) return [];
    const minimum = schema.minItems ?? 0;
    const maximum = schema.maxItems ?? Number.POSITIVE_INFINITY;
    const subjects = author.list({ ...slot, minimum: schema.minItems, maximum: schema.maxItems });
    // A recursive schema must end somewhere.
    const isDeep = slot.path.length >= deepest - 4;
    const wanted = isDeep
      ? 0
      : (subjects?.length ?? Math.max(minimum, Math.min(3, maximum, own.integer(2, 4))));
    const length = Math.min(maximum, Math.max(minimum, wanted));
    return Array.from({ length }, (_, index) =>
      write(items, itemSlot(slot, index, subjects?.[index] ?? slot.subject)),
    );
  }

  function writeNumber(schema: JsonSchema, slot: Slot, own: Dice, isInteger: boolean): Json {
    const step = schema.multipleOf ?? (isInteger ? 1 : 0.01);
    const low = bound(schema.minimum, schema.exclusiveMinimum, step);
    const high = bound(schema.maximum, schema.exclusiveMaximum, -step);
    const bounded = { ...slot, minimum: low, maximum: high };
    const floor = low ?? (high === undefined ? 0 : Math.min(0, high));
    const ceiling = high ?? Math.max(floor + 10, 10);
    // A far bound (`z.int()` names the largest safe integer) is no range to draw from.
    const guess = ceiling - floor > 1e9 ? own.integer(0, 10) : floor + own.roll() * (ceiling - floor);
    // Some schema helpers drop "integer" and ranges; a model still writes whole numbers unless a fraction is asked for.
    const wish = author.number(bounded) ?? (ceiling - floor > 1 ? Math.round(guess) : guess);
    const clamped = Math.min(high ?? wish, Math.max(low ?? wish, wish));
    // Rounding may step over the ceiling by one.
    const rounded = Math.round(clamped / step) * step;
    const inside = high !== undefined && rounded > high ? rounded - step : rounded;
    return Number(inside.toFixed(isInteger ? 0 : 6));
  }

  function writeText(schema: JsonSchema, slot: Slot, own: Dice): Json {
    const bounded = { ...slot, minimum: schema.minLength, maximum: schema.maxLength };
    if (schema.format !== undefined) return formatted(schema.format, own);
    const wish = author.text(bounded) ?? slot.name;
    if (schema.pattern !== undefined && !new RegExp(schema.pattern, "u").test(wish))
      return matching(schema.pattern, own);
    const long = wish.padEnd(schema.minLength ?? 0, ".");
    return schema.maxLength === undefined ? long : fitText(long, schema.maxLength);
  }
}

const itemSlot = (slot: Slot, index: number, subject: unknown): Slot => ({
  ...slot,
  path: [...slot.path, String(index)],
  index,
  subject,
});

const bound = (
  inclusive: number | undefined,
  exclusive: number | undefined,
  step: number,
): number | undefined => (exclusive === undefined ? inclusive : exclusive + step);
