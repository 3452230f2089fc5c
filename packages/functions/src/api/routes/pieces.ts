import { createRoute, z } from "@hono/zod-openapi";
import * as Piece from "@vixen/core/content/piece.ts";
import { getDetail } from "@vixen/core/content/piece-detail.ts";
import * as Revision from "@vixen/core/content/revision.ts";
import * as ContentSchema from "@vixen/core/content/schema.ts";
import { cursorBehind, pieceSorts } from "@vixen/core/content/vocabulary.ts";
import { idSchema } from "@vixen/core/kit/id.ts";
import { inTransaction, inTransactionOnce, signedIn } from "../auth.ts";
import { bearer, body, failures, IdempotencyHeaders, json } from "../contract.ts";
import { pageOf, pageQuery, readPage } from "../page.ts";
import { createRouter } from "../router.ts";
import { PieceView, pieceView } from "../views/piece.ts";
import { PieceDetailView, pieceDetailView } from "../views/piece-detail.ts";

const shared = { tags: ["content"], middleware: signedIn, security: bearer };
const params = z.object({ pieceId: idSchema("contentPiece") });
export const inOrder = {
  sort: z.enum(pieceSorts).default("newest"),
  /** As `next` has it for the same order. */
  cursor: z.string().optional(),
};
const CountsView = z.record(z.enum(ContentSchema.pieceStatuses), z.int()).openapi("PieceCounts");

const list = createRoute({
  ...shared,
  method: "get",
  path: "/pieces",
  summary: "Pieces by avatar, batch, state, tier, template, tag, format, day and words in their text.",
  request: {
    query: pageQuery("contentPiece").extend({ ...ContentSchema.PieceFilter.shape, ...inOrder }),
  },
  responses: { 200: json(pageOf(PieceView), "One page."), ...failures },
});

const counts = createRoute({
  ...shared,
  method: "get",
  path: "/pieces/counts",
  summary: "How many pieces of a filter are in each state; the filter's own state is left aside.",
  request: { query: ContentSchema.PieceFilter },
  responses: { 200: json(CountsView, "One number for each state."), ...failures },
});

const get = createRoute({
  ...shared,
  method: "get",
  path: "/pieces/{pieceId}",
  summary: "A piece with its picture's address, what its checks and persons said, its cost and its origin.",
  request: { params },
  responses: { 200: json(PieceDetailView, "The piece."), ...failures },
});

const edit = createRoute({
  ...shared,
  method: "patch",
  path: "/pieces/{pieceId}",
  summary: "Changes a piece's text, which is then judged again, or its tags.",
  request: { params, body: body(ContentSchema.EditPiece) },
  responses: { 200: json(PieceView, "The piece."), ...failures },
});

const regenerate = createRoute({
  ...shared,
  method: "post",
  path: "/pieces/{pieceId}/regenerate",
  summary: "Makes a piece anew from the same prompt. Costs what a batch of one costs.",
  request: { params, headers: IdempotencyHeaders },
  responses: { 202: json(PieceView, "The piece, which is being made."), ...failures },
});

const retry = createRoute({
  ...shared,
  method: "post",
  path: "/pieces/{pieceId}/retry",
  summary: "Tries a failed piece again: the half that failed, never the one that is there.",
  request: { params, headers: IdempotencyHeaders },
  responses: { 202: json(PieceView, "The piece, which is being made."), ...failures },
});

export const pieceRoutes = createRouter()
  .openapi(list, async (c) => {
    const { limit, cursor, sort, ...filter } = c.req.valid("query");
    const rows = await inTransaction(c, () =>
      readPage(
        { limit, cursor },
        (page) => Piece.list(filter, { ...page, sort }),
        (last) => cursorBehind(sort, last),
      ),
    );
    return c.json({ items: await Promise.all(rows.items.map(pieceView)), next: rows.next }, 200);
  })
  .openapi(counts, async (c) =>
    c.json(CountsView.parse(await inTransaction(c, () => Piece.countByStatus(c.req.valid("query")))), 200),
  )
  .openapi(get, async (c) => {
    const detail = await inTransaction(c, () => getDetail(c.req.valid("param").pieceId));
    return c.json(await pieceDetailView(detail), 200);
  })
  .openapi(edit, async (c) => {
    const { pieceId } = c.req.valid("param");
    const piece = await inTransaction(c, () => Revision.edit(pieceId, c.req.valid("json")));
    return c.json(await pieceView(piece), 200);
  })
  .openapi(regenerate, async (c) => {
    const { pieceId } = c.req.valid("param");
    const piece = await inTransactionOnce(c, 202, () => Revision.regenerate(pieceId));
    return c.json(await pieceView(piece), 202);
  })
  .openapi(retry, async (c) => {
    const { pieceId } = c.req.valid("param");
    const piece = await inTransactionOnce(c, 202, () => Revision.retryOne(pieceId));
    return c.json(await pieceView(piece), 202);
  });
