import { createRoute, z } from "@hono/zod-openapi";
import * as Batch from "@vixen/core/content/batch.ts";
import { cancel as cancelBatch } from "@vixen/core/content/batch-cancel.ts";
import { listFailures, retryFailures } from "@vixen/core/content/failure.ts";
import * as ContentSchema from "@vixen/core/content/schema.ts";
import { idSchema } from "@vixen/core/kit/id.ts";
import { inTransaction, inTransactionOnce, signedIn } from "../auth.ts";
import { bearer, body, failures, IdempotencyHeaders, json, Moment } from "../contract.ts";
import { pageOf, pageQuery, readPage, wholePage } from "../page.ts";
import { createRouter } from "../router.ts";

const shared = { tags: ["content"], middleware: signedIn, security: bearer };
const BatchView = ContentSchema.Batch.extend({ createdAt: Moment, finishedAt: Moment.nullable() }).openapi(
  "Batch",
);

const params = z.object({ batchId: idSchema("contentBatch") });

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
  request: { params },
  responses: { 200: json(BatchView, "The batch."), ...failures },
});

const FailureView = ContentSchema.FailureClass.openapi("FailureClass");

const cancel = createRoute({
  ...shared,
  method: "post",
  path: "/batches/{batchId}/cancel",
  summary: "Stops a batch: what is not settled is canceled, what runs at the provider is stopped and booked.",
  request: { params },
  responses: { 202: json(BatchView, "The batch, whose counts still add up."), ...failures },
});

const listFailed = createRoute({
  ...shared,
  method: "get",
  path: "/batches/{batchId}/failures",
  summary: "Failed pieces by what went wrong, with what they cost so far and what another try may cost.",
  request: { params },
  responses: { 200: json(pageOf(FailureView), "All classes; there is no next page."), ...failures },
});

const retry = createRoute({
  ...shared,
  method: "post",
  path: "/batches/{batchId}/retry",
  summary: "Tries failed pieces again, all or those of one class.",
  request: {
    params,
    headers: IdempotencyHeaders,
    body: body(z.strictObject({ failureCode: z.string().min(1).max(100).optional() })),
  },
  responses: {
    202: json(z.object({ retried: z.int(), batch: BatchView }), "How many are asked for again."),
    ...failures,
  },
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
  })
  .openapi(cancel, async (c) => {
    const { batchId } = c.req.valid("param");
    return c.json(BatchView.parse(await inTransaction(c, () => cancelBatch(batchId))), 202);
  })
  .openapi(listFailed, async (c) => {
    const { batchId } = c.req.valid("param");
    return c.json(wholePage(await inTransaction(c, () => listFailures(batchId))), 200);
  })
  .openapi(retry, async (c) => {
    const { batchId } = c.req.valid("param");
    const { failureCode } = c.req.valid("json");
    const answer = await inTransactionOnce(c, 202, async () => {
      const retried = await retryFailures(batchId, failureCode);
      return { retried, batch: await Batch.get(batchId) };
    });
    return c.json({ ...answer, batch: BatchView.parse(answer.batch) }, 202);
  });
