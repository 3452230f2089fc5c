import * as CostSchema from "@vixen/core/cost/schema.ts";
import { type CostFilter, rangeNames, words } from "./cost-query.ts";

type Asked = Record<string, string | string[] | undefined>;

const names = ["from", "to", "zone", "avatarId", "batchId", "kind", "model"] as const;
const { shape } = CostSchema.Filter;

/** The filter in an address. What cannot be one is left out; without days `range` is meant. */
export function readFilter(asked: Asked, range: (typeof rangeNames)[number] = "30d"): CostFilter {
  const filter: Record<string, string> = {};
  for (const name of names) {
    const { data } = shape[name].safeParse(asked[words[name] ?? name]);
    if (data) filter[name] = data;
  }
  if (!filter.from && !filter.to) {
    filter.range = rangeNames.find((name) => name === asked.range) ?? range;
  }
  return filter as CostFilter;
}
