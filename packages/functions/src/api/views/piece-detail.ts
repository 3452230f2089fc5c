import { z } from "@hono/zod-openapi";
import type { getDetail } from "@vixen/core/content/piece-detail.ts";
import { Template } from "@vixen/core/content/template/schema.ts";
import { verdictSchema } from "@vixen/core/safety/reason.ts";
import { placeSchema } from "@vixen/core/safety/verdict.ts";
import { Moment } from "../contract.ts";
import { PieceView, pieceView } from "./piece.ts";
import { Reason, reasonView } from "./reason.ts";

export const PieceDetailView = PieceView.extend({
  avatarName: z.string(),
  timezone: z.string(),
  loraVersion: z.int(),
  /** What the picture was asked for with; null when the order is gone. */
  seed: z.int().nullable(),
  /** Null for one that is shipped no longer. */
  template: z.object({ id: z.string(), name: Template.shape.name, scene: z.string() }).nullable(),
  /** What each check said, the newest first. */
  verdicts: z.array(
    z.object({
      place: placeSchema,
      verdict: verdictSchema,
      reasons: z.array(Reason.extend({ threshold: z.number() })),
      model: z.string(),
      policyVersion: z.string(),
      createdAt: Moment,
    }),
  ),
  /** What a person decided, the newest first. */
  decisions: z.array(
    z.object({
      decision: z.enum(["approved", "rejected", "reopened"]),
      reason: z.string().nullable(),
      /** The name of who decided; null when that person is gone. */
      decidedBy: z.string().nullable(),
      createdAt: Moment,
    }),
  ),
  costs: z.array(z.object({ kind: z.string(), amountNanos: z.number() })),
}).openapi("PieceDetail");

export async function pieceDetailView(detail: Awaited<ReturnType<typeof getDetail>>) {
  const { piece, verdicts, ...rest } = detail;
  return PieceDetailView.parse({
    ...(await pieceView(piece)),
    ...rest,
    seed: rest.seed ?? null,
    verdicts: verdicts.map((verdict) => ({
      ...verdict,
      reasons: verdict.reasons.map(({ code, score, threshold }) => ({
        ...reasonView({ code, score, place: verdict.place }),
        threshold,
      })),
    })),
  });
}
