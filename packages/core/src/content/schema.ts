import { z } from "zod";
import { day } from "../kit/day.ts";
import { idSchema } from "../kit/id.ts";
import { likenesses, pieceSorts, ratios, tiers, unscored } from "./vocabulary.ts";

export const batchStatuses = ["running", "finished", "canceled"] as const;
export const pieceStatuses = [
  "queued",
  "generating",
  "ready",
  "review",
  "rejected",
  "blocked",
  "failed",
  "canceled",
] as const;

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
  rejected: z.int(),
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
  /** What follows the hook; only a person writes one. */
  caption: z.string().nullable(),
  tags: z.array(z.string()),
  reasons: z.array(Reason),
  /** How much the face is the persona's, 0..1; null until the picture was compared. */
  identityScore: z.number().nullable(),
  /** What a person decided; null for what nobody has looked at yet. */
  decision: z.enum(["approved", "rejected"]).nullable(),
  decisionReason: z.string().nullable(),
  decidedAt: z.coerce.date().nullable(),
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

const Tag = z
  .string()
  .trim()
  .toLowerCase()
  .min(1, "A tag has at least one letter.")
  .max(40, "A tag has at most 40 characters.")
  .regex(/^[^,"\p{Cc}]+$/u, "A tag has no commas and no quotes.");
const tags = z.array(Tag).max(20, "At most 20 tags at a time.");

/** What a list of pieces is narrowed to; all of it together. */
export const PieceFilter = z.object({
  avatarId: idSchema("avatar").optional(),
  batchId: idSchema("contentBatch").optional(),
  status: z.enum(pieceStatuses).optional(),
  tier: z.enum(tiers).optional(),
  /** How much the face is the persona's; a piece that nobody compared is in none. */
  likeness: z.enum(likenesses).optional(),
  templateId: z.string().max(100).optional(),
  tag: Tag.optional(),
  ratio: z.enum(ratios).optional(),
  failureCode: z.string().max(100).optional(),
  /** Days of creation in UTC, both included. */
  from: day.optional(),
  to: day.optional(),
  /** Found in the hook or the caption, whatever the case. */
  q: z.string().trim().min(1).max(100, "Search for at most 100 characters.").optional(),
});
export type PieceFilter = z.infer<typeof PieceFilter>;

const pieceId = idSchema("contentPiece");
const isPieceId = (id: string) => pieceId.safeParse(id).success;
const notOfThisOrder = "This must be the `next` of a page in the same order. Begin again without a cursor.";

/** What `next` of a page of pieces says, by what its order goes by. */
export const PieceCursor = {
  byAge: z.object({ cursor: z.string().refine(isPieceId, notOfThisOrder) }),
  identity: z.object({
    cursor: z
      .string()
      .regex(/^\d[\d.e-]*~/, notOfThisOrder)
      .transform((text) => {
        const [score = "", id = ""] = text.split("~");
        // Postgres refuses a number that is too small for `real`; here it is 0.
        return { score: Math.fround(Number(score)), id };
      })
      .refine(({ score, id }) => score >= 0 && score <= unscored && isPieceId(id), notOfThisOrder),
  }),
};

const pieceIds = (most: number) =>
  z
    .array(idSchema("contentPiece"))
    .min(1, "Choose at least one piece.")
    .max(most, `At most ${most} pieces at a time.`);

export const Decide = z.strictObject({
  pieceIds: pieceIds(1_000),
  /** `reopen` takes a decision back: the status is again what the checks said. */
  decision: z.enum(["approve", "reject", "reopen"]),
  reason: z.string().trim().min(1).max(500, "At most 500 characters.").optional(),
});
export type Decide = z.infer<typeof Decide>;

/** What became of one piece of many; `code` says why it was refused. */
export const Outcome = z.object({
  pieceId: idSchema("contentPiece"),
  outcome: z.enum(["done", "unchanged", "refused"]),
  code: z.enum(["not_found", "piece_blocked", "piece_unfinished", "hook_missing"]).nullable(),
  status: z.enum(pieceStatuses).nullable(),
  /** What it was before, so that it can be put back. */
  before: z
    .object({
      status: z.enum(pieceStatuses),
      decision: z.enum(["approved", "rejected"]).nullable(),
      reason: z.string().nullable(),
    })
    .nullable(),
});
export type Outcome = z.infer<typeof Outcome>;

export const TagPieces = z.strictObject({
  pieceIds: pieceIds(1_000),
  add: tags.default([]),
  remove: tags.default([]),
});
export type TagPieces = z.infer<typeof TagPieces>;

export const EditPiece = z.strictObject({
  hook: z.string().trim().min(1, "Write a hook.").max(125, "A hook has at most 125 characters.").optional(),
  caption: z.string().trim().max(2_000, "A caption has at most 2,000 characters.").nullable().optional(),
  tags: tags.optional(),
});
export type EditPiece = z.infer<typeof EditPiece>;

/** Failed pieces of one kind of failure, and what was spent on them so far. */
export const FailureClass = z.object({
  code: z.string(),
  message: z.string(),
  count: z.int(),
  /** How many of them need a new picture; the others only their copy. */
  pictures: z.int(),
  spentNanos: z.number(),
  retryNanos: z.number(),
});
export type FailureClass = z.infer<typeof FailureClass>;

export const SavedView = z.object({
  id: idSchema("savedView"),
  name: z.string(),
  query: z.record(z.string(), z.string()),
  createdAt: z.coerce.date(),
});
export type SavedView = z.infer<typeof SavedView>;

export const SaveView = z.strictObject({
  name: z.string().trim().min(1, "Give the view a name.").max(60, "A name has at most 60 characters."),
  query: PieceFilter.extend({ sort: z.enum(pieceSorts).optional() }),
});
export type SaveView = z.infer<typeof SaveView>;

export const StartExport = z
  .strictObject({ pieceIds: pieceIds(1_000).optional(), filter: PieceFilter.optional() })
  .refine((given) => (given.pieceIds === undefined) !== (given.filter === undefined), {
    message: "Name the pieces or a filter, one of the two.",
    path: ["pieceIds"],
  });
export type StartExport = z.infer<typeof StartExport>;

export const Export = z.object({
  id: idSchema("contentExport"),
  status: z.enum(["queued", "running", "ready", "failed", "canceled", "expired"]),
  requested: z.int(),
  packed: z.int(),
  bytes: z.number().nullable(),
  errorCode: z.string().nullable(),
  errorMessage: z.string().nullable(),
  createdAt: z.coerce.date(),
  finishedAt: z.coerce.date().nullable(),
  expiresAt: z.coerce.date().nullable(),
});
export type Export = z.infer<typeof Export>;
