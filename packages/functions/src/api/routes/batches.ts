import { createRoute, z } from "@hono/zod-openapi";
import * as Batch from "@vixen/core/content/batch.ts";
import * as ContentSchema from "@vixen/core/content/schema.ts";
import { idSchema } from "@vixen/core/kit/id.ts";
import { inTransaction, inTransactionOnce, signedIn } from "../auth.ts";
import { bearer, body, failures, IdempotencyHeaders, json, Moment } from "../contract.ts";
import { pageOf, pageQuery, readPage } from "../page.ts";
import { createRouter } from "../router.ts";

const shared = { tags: ["content"], middleware: signedIn, security: bearer };
const BatchView = ContentSchema.Batch.extend({ createdAt: Moment, finishedAt: Moment.nullable() }).openapi(
  "Batch",
);

const start = createRoute({
  ...shared,
  method: "post",
  path: "/batches",
  summary: "Starts a batch of 1 to 200 pieces and answers at once.",
  request: { headers: IdempotencyHeaders, body: body(ContentSchema.StartBatch) },
  responses: { 202: json(BatchView, "The batch, whose pieces are being made."), ...failures },
});

const list = createRoute({
  ...shared,
  method: "get",
  path: "/batches",
  summary: "Batches, newest first.",
  request: { query: pageQuery("contentBatch").extend({ avatarId: idSchema("avatar").optional() }) },
  responses: { 200: json(pageOf(BatchView), "One page."), ...failures },
});

const get = createRoute({
  ...shared,
  method: "get",
  path: "/batches/{batchId}",
  summary: "A batch with its counts, which add up at any moment.",
  request: { params: z.object({ batchId: idSchema("contentBatch") }) },
  responses: { 200: json(BatchView, "The batch."), ...failures },
});

export const batchRoutes = createRouter()
  .openapi(start, async (c) => {
    const batch = await inTransactionOnce(c, 202, () => Batch.start(c.req.valid("json")));
    return c.json(BatchView.parse(batch), 202);
  })
  .openapi(list, async (c) => {
    const { avatarId, ...page } = c.req.valid("query");
    const rows = await inTransaction(c, () => readPage(page, (asked) => Batch.list({ ...asked, avatarId })));
    return c.json({ items: rows.items.map((row) => BatchView.parse(row)), next: rows.next }, 200);
  })
  .openapi(get, async (c) => {
    const batch = await inTransaction(c, () => Batch.get(c.req.valid("param").batchId));
    return c.json(BatchView.parse(batch), 200);
  });
