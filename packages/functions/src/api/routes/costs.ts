import { createRoute, z } from "@hono/zod-openapi";
import * as AvatarSchema from "@vixen/core/avatar/schema.ts";
import * as Cost from "@vixen/core/cost/cost.ts";
import { batchEstimate } from "@vixen/core/cost/estimate.ts";
import * as CostSchema from "@vixen/core/cost/schema.ts";
import { idSchema } from "@vixen/core/kit/id.ts";
import { inTransaction, signedIn } from "../auth.ts";
import { bearer, failures, json, Moment } from "../contract.ts";
import { pageOf, pageQuery, readPage } from "../page.ts";
import { createRouter } from "../router.ts";
import { estimateOfSetup } from "../setup-estimate.ts";

const shared = { tags: ["costs"], middleware: signedIn, security: bearer };
const filter = {
  avatarId: idSchema("avatar").optional(),
  batchId: idSchema("contentBatch").optional(),
  kind: z
    .enum(["image", "training", "text", "embedding", "moderation", "face", "storage", "mail"])
    .optional(),
};
const TotalView = CostSchema.Total.openapi("CostTotal");
export const EstimateView = CostSchema.Estimate.openapi("Estimate");
/** Without the provider's reference, which for storage is a key. */
const EntryView = CostSchema.Entry.omit({ providerRef: true })
  .extend({ createdAt: Moment })
  .openapi("CostEntry");

const totals = createRoute({
  ...shared,
  method: "get",
  path: "/totals",
  summary: "What was spent, in all and by kind; of an avatar or a batch when asked.",
  request: { query: z.object(filter) },
  responses: { 200: json(TotalView, "The sums."), ...failures },
});

const entries = createRoute({
  ...shared,
  method: "get",
  path: "/entries",
  summary: "The ledger's rows, newest first.",
  request: { query: pageQuery("costEntry").extend(filter) },
  responses: { 200: json(pageOf(EntryView), "One page."), ...failures },
});

const setup = createRoute({
  ...shared,
  method: "get",
  path: "/estimates/setup",
  summary: "What setting an avatar up will cost and take.",
  request: {
    query: z.object({
      preset: AvatarSchema.Create.shape.preset,
      candidateCount: z.coerce.number().int().min(1).max(8).default(4),
    }),
  },
  responses: { 200: json(EstimateView, "The estimate."), ...failures },
});

const batch = createRoute({
  ...shared,
  method: "get",
  path: "/estimates/batch",
  summary: "What a batch will cost and take.",
  request: { query: z.object({ count: z.coerce.number().int().min(1).max(200).default(50) }) },
  responses: { 200: json(EstimateView, "The estimate."), ...failures },
});

export const costRoutes = createRouter()
  .openapi(totals, async (c) =>
    c.json(TotalView.parse(await inTransaction(c, () => Cost.total(c.req.valid("query")))), 200),
  )
  .openapi(entries, async (c) => {
    const { limit, cursor, ...asked } = c.req.valid("query");
    const rows = await inTransaction(c, () => readPage({ limit, cursor }, (page) => Cost.list(asked, page)));
    return c.json({ items: rows.items.map((row) => EntryView.parse(row)), next: rows.next }, 200);
  })
  .openapi(setup, async (c) => {
    const answer = estimateOfSetup(c.req.valid("query"));
    return c.json(await inTransaction(c, async () => answer), 200);
  })
  .openapi(batch, async (c) => {
    const answer = batchEstimate(c.req.valid("query").count);
    return c.json(await inTransaction(c, async () => answer), 200);
  });
