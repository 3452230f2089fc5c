import { createRoute, z } from "@hono/zod-openapi";
import * as Comparison from "@vixen/core/cost/comparison.ts";
import * as Cost from "@vixen/core/cost/cost.ts";
import * as CostSchema from "@vixen/core/cost/schema.ts";
import * as Unanswered from "@vixen/core/cost/unanswered.ts";
import { idSchema } from "@vixen/core/kit/id.ts";
import { inTransaction, signedIn } from "../auth.ts";
import { bearer, failures, json, Moment } from "../contract.ts";
import { pageOf, pageQuery, readPage } from "../page.ts";
import { createRouter } from "../router.ts";

const shared = { tags: ["costs"], middleware: signedIn, security: bearer };
const Filter = CostSchema.inOrder(CostSchema.Filter);
/** The filter and a page of it; the cursor is an id of one of `kinds`. */
const pageOfFilter = (...kinds: Parameters<typeof idSchema>[0][]) =>
  CostSchema.inOrder(
    CostSchema.Filter.extend({
      ...pageQuery("costEntry").shape,
      cursor: z.union(kinds.map((kind) => idSchema(kind))).optional(),
    }),
  );

const TotalView = CostSchema.Total.openapi("CostTotal");
const SummaryView = CostSchema.Summary.openapi("CostSummary");
/** Without the provider's reference, which for storage is a key. */
const EntryView = CostSchema.Entry.omit({ providerRef: true })
  .extend({ createdAt: Moment })
  .openapi("CostEntry");
const UnansweredView = CostSchema.Unanswered.extend({ startedAt: Moment }).openapi("UnansweredCall");
const ComparisonView = CostSchema.Comparison.extend({ startedAt: Moment }).openapi("CostComparison");

const totals = createRoute({
  ...shared,
  method: "get",
  path: "/totals",
  summary: "What was spent, in all and by kind; of an avatar or a batch when asked.",
  request: { query: Filter },
  responses: { 200: json(TotalView, "The sums."), ...failures },
});

const summary = createRoute({
  ...shared,
  method: "get",
  path: "/summary",
  summary: "What was spent, in all, by kind, model, avatar and day, from one reading of the ledger.",
  request: { query: Filter },
  responses: { 200: json(SummaryView, "The sums, each of which adds up to the total."), ...failures },
});

const entries = createRoute({
  ...shared,
  method: "get",
  path: "/entries",
  summary: "The ledger's rows, newest first.",
  request: { query: pageOfFilter("costEntry") },
  responses: { 200: json(pageOf(EntryView), "One page."), ...failures },
});

const unanswered = createRoute({
  ...shared,
  method: "get",
  path: "/unanswered",
  summary: "Calls that may have been billed and are in no sum, since nobody knows how they ended.",
  request: { query: pageOfFilter("providerCall", "attempt") },
  responses: { 200: json(pageOf(UnansweredView), "One page."), ...failures },
});

const comparisons = createRoute({
  ...shared,
  method: "get",
  path: "/comparisons",
  summary: "Setups and batches: what they were said to cost when they started, and what they cost.",
  request: { query: pageOfFilter("avatar", "contentBatch") },
  responses: { 200: json(pageOf(ComparisonView), "One page."), ...failures },
});

export const costRoutes = createRouter()
  .openapi(totals, async (c) =>
    c.json(TotalView.parse(await inTransaction(c, () => Cost.total(c.req.valid("query")))), 200),
  )
  .openapi(summary, async (c) =>
    c.json(SummaryView.parse(await inTransaction(c, () => Cost.summary(c.req.valid("query")))), 200),
  )
  .openapi(entries, async (c) => {
    const { limit, cursor, ...asked } = c.req.valid("query");
    const rows = await inTransaction(c, () => readPage({ limit, cursor }, (page) => Cost.list(asked, page)));
    return c.json({ items: rows.items.map((row) => EntryView.parse(row)), next: rows.next }, 200);
  })
  .openapi(unanswered, async (c) => {
    const { limit, cursor, ...asked } = c.req.valid("query");
    const rows = await inTransaction(c, () =>
      readPage({ limit, cursor }, (page) => Unanswered.list(asked, page)),
    );
    return c.json({ items: rows.items.map((row) => UnansweredView.parse(row)), next: rows.next }, 200);
  })
  .openapi(comparisons, async (c) => {
    const { limit, cursor, ...asked } = c.req.valid("query");
    const rows = await inTransaction(c, () =>
      readPage({ limit, cursor }, (page) => Comparison.list(asked, page)),
    );
    return c.json({ items: rows.items.map((row) => ComparisonView.parse(row)), next: rows.next }, 200);
  });
