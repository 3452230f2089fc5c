import { z } from "@hono/zod-openapi";
import { type IdKind, idSchema } from "@vixen/core/kit/id.ts";

/** The query of a list: how many, and the `next` of the page before. */
export function pageQuery(kind: IdKind) {
  return z.object({
    limit: z.coerce
      .number("The limit must be a number.")
      .int("The limit must be a whole number.")
      .min(1, "A page has at least 1 item.")
      .max(100, "A page has at most 100 items.")
      .default(20),
    cursor: idSchema(kind).optional(),
  });
}

export function pageOf<Schema extends z.ZodType>(schema: Schema) {
  return z.object({ items: z.array(schema), next: z.string().nullable() });
}

type Page<Item> = { items: Item[]; next: string | null };

/** Reads one more than asked for, which tells whether there is a next page; `behind` is what leads on behind a row. */
export async function readPage<Row extends { id: string }>(
  query: { limit: number; cursor?: string | undefined },
  read: (page: { limit: number; before?: string }) => Promise<Row[]>,
  behind: (row: Row) => string = ({ id }) => id,
): Promise<Page<Row>> {
  const before = query.cursor === undefined ? {} : { before: query.cursor };
  const rows = await read({ limit: query.limit + 1, ...before });
  const items = rows.slice(0, query.limit);
  const last = rows.length > items.length ? items.at(-1) : undefined;
  return { items, next: last ? behind(last) : null };
}

/** A list that is short by nature, in the shape of a page. */
export const wholePage = <Item>(items: Item[]): Page<Item> => ({ items, next: null });
