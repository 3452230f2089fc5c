import { createRoute, z } from "@hono/zod-openapi";
import * as Piece from "@vixen/core/content/piece.ts";
import * as ContentSchema from "@vixen/core/content/schema.ts";
import { idSchema } from "@vixen/core/kit/id.ts";
import { inTransaction, signedIn } from "../auth.ts";
import { bearer, failures, json } from "../contract.ts";
import { pageOf, pageQuery, readPage } from "../page.ts";
import { createRouter } from "../router.ts";
import { PieceView, pieceView } from "../views/piece.ts";

const shared = { tags: ["content"], middleware: signedIn, security: bearer };

const list = createRoute({
  ...shared,
  method: "get",
  path: "/pieces",
  summary: "Pieces, newest first, of an avatar, a batch, a status, a tier or a template.",
  request: {
    query: pageQuery("contentPiece").extend({
      avatarId: idSchema("avatar").optional(),
      batchId: idSchema("contentBatch").optional(),
      status: z.enum(ContentSchema.pieceStatuses).optional(),
      tier: z.enum(ContentSchema.tiers).optional(),
      templateId: z.string().max(100).optional(),
    }),
  },
  responses: { 200: json(pageOf(PieceView), "One page."), ...failures },
});

const get = createRoute({
  ...shared,
  method: "get",
  path: "/pieces/{pieceId}",
  summary: "A piece with its picture's address and what its checks said.",
  request: { params: z.object({ pieceId: idSchema("contentPiece") }) },
  responses: { 200: json(PieceView, "The piece."), ...failures },
});

export const pieceRoutes = createRouter()
  .openapi(list, async (c) => {
    const { limit, cursor, ...filter } = c.req.valid("query");
    const rows = await inTransaction(c, () =>
      readPage({ limit, cursor }, (page) => Piece.list(filter, page)),
    );
    return c.json({ items: await Promise.all(rows.items.map(pieceView)), next: rows.next }, 200);
  })
  .openapi(get, async (c) => {
    const piece = await inTransaction(c, () => Piece.get(c.req.valid("param").pieceId));
    return c.json(await pieceView(piece), 200);
  });
