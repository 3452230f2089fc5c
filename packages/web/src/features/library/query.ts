import { PieceFilter, pieceSorts } from "@vixen/core/content/schema.ts";

export type Query = { [name: string]: string };

const fields = Object.entries(PieceFilter.shape);

/** What of an address the library understands; anything else in it is left out, never an error. */
export function queryOf(asked: Record<string, string | string[] | undefined>): Query {
  const query: Query = {};
  for (const [name, schema] of fields) {
    const value = asked[name];
    if (typeof value === "string" && value !== "" && schema.safeParse(value).success) query[name] = value;
  }
  const sort = pieceSorts.find((name) => name === asked.sort);
  if (sort && sort !== "newest") query.sort = sort;
  return query;
}

/** The query with changes; an empty value takes a filter away. */
export function changed(query: Query, change: Query): string {
  const next = Object.entries({ ...query, ...change }).filter(([, value]) => value !== "");
  return new URLSearchParams(next).toString();
}
