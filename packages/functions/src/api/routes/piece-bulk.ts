import { createRoute, z } from "@hono/zod-openapi";
import { decide } from "@vixen/core/content/decision.ts";
import * as Piece from "@vixen/core/content/piece.ts";
import { csvOfPieces, csvPage } from "@vixen/core/content/piece-csv.ts";
import * as ContentSchema from "@vixen/core/content/schema.ts";
import { listTags, tagPieces } from "@vixen/core/content/tagging.ts";
import { idSchema } from "@vixen/core/kit/id.ts";
import { inTransaction, signedIn } from "../auth.ts";
import { bearer, body, failures, json } from "../contract.ts";
import { pageOf, wholePage } from "../page.ts";
import { createRouter } from "../router.ts";
import { inOrder } from "./pieces.ts";

const shared = { tags: ["content"], middleware: signedIn, security: bearer };
const OutcomeView = ContentSchema.Outcome.openapi("PieceOutcome");
const outcomes = json(pageOf(OutcomeView), "What became of each piece, in the order asked for.");

const decisions = createRoute({
  ...shared,
  method: "post",
  path: "/pieces/decisions",
  summary: "Approves, rejects or reopens up to 1,000 pieces, each for itself. Repeating it changes nothing.",
  request: { body: body(ContentSchema.Decide) },
  responses: { 200: outcomes, ...failures },
});

const tag = createRoute({
  ...shared,
  method: "post",
  path: "/pieces/tags",
  summary: "Adds and removes tags of up to 1,000 pieces. Repeating it changes nothing.",
  request: { body: body(ContentSchema.TagPieces) },
  responses: { 200: outcomes, ...failures },
});

const TagCount = z.object({ tag: z.string(), count: z.int() }).openapi("TagCount");
const tags = createRoute({
  ...shared,
  method: "get",
  path: "/tags",
  summary: "The tags in use, the most used first.",
  responses: { 200: json(pageOf(TagCount), "At most 200; there is no next page."), ...failures },
});

const rowsPerPage = 500;
const csv = createRoute({
  ...shared,
  method: "get",
  path: "/pieces/csv",
  summary:
    "Pieces as CSV, 500 rows at a time; `x-next-cursor` leads on, and only the first page has a heading.",
  request: {
    query: ContentSchema.PieceFilter.extend({
      ...inOrder,
      /** Up to 200 ids with commas between, in place of a filter. */
      ids: z
        .string()
        .max(6_400)
        .transform((text) => text.split(","))
        .pipe(z.array(idSchema("contentPiece")).min(1).max(200, "At most 200 ids at a time."))
        .optional(),
    }),
  },
  responses: {
    200: {
      description: "Rows; texts cannot be taken for formulas.",
      content: { "text/csv": { schema: z.string() } },
    },
    ...failures,
  },
});

export const pieceBulkRoutes = createRouter()
  .openapi(decisions, async (c) =>
    c.json(wholePage(await inTransaction(c, () => decide(c.req.valid("json")))), 200),
  )
  .openapi(tag, async (c) =>
    c.json(wholePage(await inTransaction(c, () => tagPieces(c.req.valid("json")))), 200),
  )
  .openapi(tags, async (c) => c.json(wholePage(await inTransaction(c, listTags)), 200))
  .openapi(csv, async (c) => {
    const { sort, cursor, ids, ...filter } = c.req.valid("query");
    const page = await inTransaction(c, async () =>
      ids
        ? { csv: await csvOfPieces(await Piece.listByIds(ids)), next: null }
        : csvPage(filter, { limit: rowsPerPage, before: cursor, sort }),
    );
    if (page.next) c.header("x-next-cursor", page.next);
    c.header("content-type", "text/csv; charset=utf-8");
    c.header("content-disposition", 'attachment; filename="pieces.csv"');
    return c.body(page.csv, 200);
  });
