import { createRoute, z } from "@hono/zod-openapi";
import * as Cost from "@vixen/core/cost/cost.ts";
import * as CostSchema from "@vixen/core/cost/schema.ts";
import { type Cell, csvOf } from "@vixen/core/kit/csv.ts";
import { idSchema } from "@vixen/core/kit/id.ts";
import { inTransaction, signedIn } from "../auth.ts";
import { bearer, failures } from "../contract.ts";
import { readPage } from "../page.ts";
import { createRouter } from "../router.ts";

/** A row takes up to 400 bytes; what answers may send 6 MB. */
const mostRows = 10_000;

const columns: Record<string, (entry: CostSchema.Entry) => Cell> = {
  id: (entry) => entry.id,
  created_at: (entry) => entry.createdAt.toISOString(),
  avatar_id: (entry) => entry.avatarId,
  avatar: (entry) => entry.avatarName,
  batch_id: (entry) => entry.batchId,
  subject_id: (entry) => entry.subjectId,
  kind: (entry) => entry.kind,
  provider: (entry) => entry.provider,
  model: (entry) => entry.model,
  unit: (entry) => entry.unit,
  quantity: (entry) => entry.quantity,
  price_version: (entry) => entry.priceVersion,
  amount_nanos: (entry) => entry.amountNanos,
  // All nine digits: the column adds up to what the page shows.
  amount_usd: (entry) => dollars(entry.amountNanos),
  currency: (entry) => entry.currency,
};

const dollars = (nanos: number): string => {
  const digits = String(nanos).padStart(10, "0");
  return `${digits.slice(0, -9)}.${digits.slice(-9)}`;
};

const entries = createRoute({
  tags: ["costs"],
  middleware: signedIn,
  security: bearer,
  method: "get",
  path: "/entries.csv",
  summary: "The ledger's rows as CSV, newest first, page by page.",
  description:
    "The first page starts with the names of the columns, the others go on below it. While there are more rows, the header x-next-cursor has the cursor of the next page.",
  request: {
    query: CostSchema.inOrder(
      CostSchema.Filter.extend({
        limit: z.coerce.number().int().min(1).max(mostRows).default(mostRows),
        cursor: idSchema("costEntry").optional(),
      }),
    ),
  },
  responses: {
    200: { description: "One page.", content: { "text/csv": { schema: z.string() } } },
    ...failures,
  },
});

export const costExportRoutes = createRouter().openapi(entries, async (c) => {
  const { limit, cursor, ...asked } = c.req.valid("query");
  const { items, next } = await inTransaction(c, () =>
    readPage({ limit, cursor }, (page) => Cost.list(asked, page)),
  );
  const heading = cursor ? [] : [Object.keys(columns)];
  const rows = items.map((item) => Object.values(columns).map((cell) => cell(item)));
  return c.text(csvOf([...heading, ...rows]), 200, {
    "content-type": "text/csv; charset=utf-8",
    "content-disposition": 'attachment; filename="costs.csv"',
    ...(next ? { "x-next-cursor": next } : {}),
  });
});
