import type * as CostSchema from "@vixen/core/cost/schema.ts";
import { ranges } from "@vixen/core/cost/vocabulary.ts";
import type { Route } from "next";

/** What the address of a costs page asks for. `all` is the page's own word for no range. */
export type CostFilter = Omit<CostSchema.Filter, "range"> & {
  range?: (typeof rangeNames)[number] | undefined;
};

export const rangeNames = [...ranges, "all"] as const;
/** What the address calls it, where that is not the filter's own name: every page calls the avatar `avatar`. */
export const words: Record<string, string> = { avatarId: "avatar", batchId: "batch" };
/** Whether the first day comes after the last: there is nothing to ask for. */
export const isDisordered = ({ from, to }: CostFilter): boolean => Boolean(from && to && from > to);

/** The filter as the API takes it. */
export function queryOf({ range, ...filter }: CostFilter): CostSchema.Filter {
  return range && range !== "all" ? { ...filter, range } : filter;
}

/** The filter in the words of the address; an undefined change takes a part out. */
export const wordsOf = (filter: CostFilter, change: Record<string, string | undefined> = {}) =>
  Object.entries({ ...filter, ...change }).flatMap(([name, value]): [string, string][] =>
    value ? [[words[name] ?? name, value]] : [],
  );

/** An address at `place` with the filter. */
export function addressOf(
  place: string,
  filter: CostFilter,
  change: Record<string, string | undefined> = {},
) {
  const query = new URLSearchParams(wordsOf(filter, change)).toString();
  return `${place}${query ? `${place.includes("?") ? "&" : "?"}${query}` : ""}` as Route;
}

/** Where the ledger's rows are that a number is made of. */
export const rowsOf = (filter: CostFilter, change: Record<string, string | undefined> = {}) =>
  addressOf("/costs/entries", filter, change);
