import { PieceFilter } from "@vixen/core/content/schema.ts";
import { pieceSorts } from "@vixen/core/content/vocabulary.ts";
import { type Query, words } from "./query.ts";

const fields = Object.entries(PieceFilter.shape);

/** What of an address the library understands; anything else in it is left out, never an error. */
export function queryOf(asked: Record<string, string | string[] | undefined>): Query {
  const query: Query = {};
  for (const [name, schema] of fields) {
    const value = asked[words[name] ?? name] ?? asked[name];
    if (typeof value === "string" && value !== "" && schema.safeParse(value).success) query[name] = value;
  }
  const sort = pieceSorts.find((name) => name === asked.sort);
  if (sort && sort !== "newest") query.sort = sort;
  return query;
}
