import { createRoute, z } from "@hono/zod-openapi";
import * as Export from "@vixen/core/content/export.ts";
import * as ContentSchema from "@vixen/core/content/schema.ts";
import { idSchema } from "@vixen/core/kit/id.ts";
import * as Storage from "@vixen/core/provider/storage.ts";
import { inTransaction, inTransactionOnce, signedIn } from "../auth.ts";
import { bearer, body, failures, IdempotencyHeaders, json, Moment } from "../contract.ts";
import { pageOf, pageQuery, readPage } from "../page.ts";
import { createRouter } from "../router.ts";

const shared = { tags: ["content"], middleware: signedIn, security: bearer };
const ExportView = ContentSchema.Export.extend({
  createdAt: Moment,
  finishedAt: Moment.nullable(),
  expiresAt: Moment.nullable(),
}).openapi("Export");
const ExportDetailView = ExportView.extend({
  /** Reads the zip, for an hour at most; made afresh for each answer, and null until it is ready. */
  downloadUrl: z.string().nullable(),
}).openapi("ExportDetail");

const params = z.object({ exportId: idSchema("contentExport") });

const start = createRoute({
  ...shared,
  method: "post",
  path: "/exports",
  summary:
    "Asks for a zip of up to 1,000 ready pieces, those named or those of a filter, and answers at once.",
  request: { headers: IdempotencyHeaders, body: body(ContentSchema.StartExport) },
  responses: { 202: json(ExportView, "The export, which a worker packs."), ...failures },
});

const list = createRoute({
  ...shared,
  method: "get",
  path: "/exports",
  summary: "Exports, newest first, without those that were canceled or whose file has expired.",
  request: { query: pageQuery("contentExport") },
  responses: { 200: json(pageOf(ExportView), "One page."), ...failures },
});

const get = createRoute({
  ...shared,
  method: "get",
  path: "/exports/{exportId}",
  summary: "An export: how far it is, and the address of its file once it is ready.",
  request: { params },
  responses: { 200: json(ExportDetailView, "The export."), ...failures },
});

const cancel = createRoute({
  ...shared,
  method: "post",
  path: "/exports/{exportId}/cancel",
  summary: "Stops an export that is being packed. Repeating it changes nothing.",
  request: { params },
  responses: { 200: json(ExportView, "The export, which is canceled."), ...failures },
});

const again = createRoute({
  ...shared,
  method: "post",
  path: "/exports/{exportId}/again",
  summary:
    "Asks for an export once more, also for one whose file has expired: with its pieces that are ready now.",
  request: { params, headers: IdempotencyHeaders },
  responses: { 202: json(ExportView, "Another export, which a worker packs."), ...failures },
});

export const exportRoutes = createRouter()
  .openapi(start, async (c) => {
    const begun = await inTransactionOnce(c, 202, async () =>
      ExportView.parse(await Export.start(c.req.valid("json"))),
    );
    return c.json(ExportView.parse(begun), 202);
  })
  .openapi(list, async (c) => {
    const rows = await inTransaction(c, () => readPage(c.req.valid("query"), Export.list));
    return c.json({ items: rows.items.map((row) => ExportView.parse(row)), next: rows.next }, 200);
  })
  .openapi(get, async (c) => {
    const row = await inTransaction(c, () => Export.get(c.req.valid("param").exportId));
    const secondsLeft = Math.floor((Number(row.expiresAt) - Date.now()) / 1000);
    const downloadUrl =
      row.status === "ready" && row.mediaKey && secondsLeft > 0
        ? await Storage.presignedUrl(row.mediaKey, secondsLeft)
        : null;
    return c.json(ExportDetailView.parse({ ...row, downloadUrl }), 200);
  })
  .openapi(cancel, async (c) => {
    const row = await inTransaction(c, () => Export.cancel(c.req.valid("param").exportId));
    return c.json(ExportView.parse(row), 200);
  })
  .openapi(again, async (c) => {
    const { exportId } = c.req.valid("param");
    const begun = await inTransactionOnce(c, 202, async () =>
      ExportView.parse(await Export.startAgain(exportId)),
    );
    return c.json(ExportView.parse(begun), 202);
  });
