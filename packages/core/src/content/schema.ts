import { z } from "zod";
import { idSchema } from "../kit/id.ts";

export const batchStatuses = ["running", "finished", "canceled"] as const;
export const pieceStatuses = [
  "queued",
  "generating",
  "ready",
  "review",
  "blocked",
  "failed",
  "canceled",
] as const;
export const tiers = ["public", "subscriber", "pack", "custom"] as const;

export const StartBatch = z.strictObject({
  avatarId: idSchema("avatar"),
  count: z
    .int("The count must be a whole number.")
    .min(1, "A batch has at least one piece.")
    .max(200, "A batch has at most 200 pieces: start several.")
    .default(50),
  /** Makes the same batch again; drawn at random when absent. */
  seed: z.int().min(0).max(2_147_483_647).optional(),
  /** Who the pieces are for; by default each template says. */
  tier: z.enum(["public", "subscriber"]).optional(),
});

export const Counts = z.object({
  requested: z.int(),
  queued: z.int(),
  generating: z.int(),
  ready: z.int(),
  review: z.int(),
  blocked: z.int(),
  failed: z.int(),
  canceled: z.int(),
});
export type Counts = z.infer<typeof Counts>;

export const Batch = z.object({
  id: idSchema("contentBatch"),
  avatarId: idSchema("avatar"),
  loraVersionId: idSchema("loraVersion"),
  seed: z.int(),
  status: z.enum(batchStatuses),
  estimateNanos: z.number(),
  createdAt: z.coerce.date(),
  finishedAt: z.coerce.date().nullable(),
  counts: Counts,
});
export type Batch = z.infer<typeof Batch>;

export const Reason = z.object({
  code: z.string(),
  place: z.enum(["prompt", "image", "text"]),
  score: z.number().optional(),
});

export const Piece = z.object({
  id: idSchema("contentPiece"),
  avatarId: idSchema("avatar"),
  batchId: idSchema("contentBatch"),
  loraVersionId: idSchema("loraVersion"),
  ordinal: z.int(),
  templateId: z.string(),
  templateVersion: z.int(),
  prompt: z.string(),
  ratio: z.string(),
  tier: z.enum(tiers),
  status: z.enum(pieceStatuses),
  hook: z.string().nullable(),
  reasons: z.array(Reason),
  mediaKey: z.string().nullable(),
  mediaBucket: z.enum(["private", "public"]).nullable(),
  cdnUrl: z.string().nullable(),
  width: z.int().nullable(),
  height: z.int().nullable(),
  isAiGenerated: z.literal(true),
  provenance: z.string(),
  failureCode: z.string().nullable(),
  failureMessage: z.string().nullable(),
  createdAt: z.coerce.date(),
  settledAt: z.coerce.date().nullable(),
});
export type Piece = z.infer<typeof Piece>;
