import { z } from "@hono/zod-openapi";
import * as ContentSchema from "@vixen/core/content/schema.ts";
import { Moment } from "../contract.ts";
import { mediaUrl } from "../media.ts";
import { Reason, reasonView } from "./reason.ts";

export const PieceView = ContentSchema.Piece.omit({
  mediaKey: true,
  mediaBucket: true,
  cdnUrl: true,
  reasons: true,
})
  .extend({
    reasons: z.array(Reason),
    /** On the CDN for public pieces, else signed for at most an hour; null for what was blocked. */
    imageUrl: z.string().nullable(),
    createdAt: Moment,
    settledAt: Moment.nullable(),
    decidedAt: Moment.nullable(),
  })
  .openapi("Piece");

export async function pieceView(piece: ContentSchema.Piece) {
  const isShown = piece.status !== "blocked";
  const imageUrl =
    piece.mediaBucket === "public" ? piece.cdnUrl : isShown ? await mediaUrl(piece.mediaKey) : null;
  return PieceView.parse({
    ...piece,
    reasons: piece.reasons.map(reasonView),
    imageUrl: isShown ? imageUrl : null,
  });
}
