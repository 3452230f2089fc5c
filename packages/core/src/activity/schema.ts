import { z } from "zod";
import { setupSteps } from "../avatar/schema.ts";
import { hasYear } from "../kit/day.ts";
import { idSchema } from "../kit/id.ts";

export const subjectKinds = [
  "avatar",
  "candidates",
  "dataset",
  "batch",
  "export",
  "costs",
  "notices",
] as const;

/** Something a screen shows. `id` is the avatar's, the batch's, the export's, or for costs and notices the operator's. */
export const Subject = z.object({ kind: z.enum(subjectKinds), id: z.string() });
export type Subject = z.infer<typeof Subject>;

export const Changes = z.object({
  /** Everything may have changed: the version asked about is too old to tell. */
  isReset: z.boolean(),
  subjects: z.array(Subject),
});
export type Changes = z.infer<typeof Changes>;

/** An export is of pieces, perhaps of many avatars: it has none and no name. A deleted avatar has an id and no name. */
const ofAvatar = { avatarId: idSchema("avatar").nullable(), avatarName: z.string() };

export const Job = z.object({
  kind: z.enum(["faces", "setup", "batch", "export", "removal"]),
  /** Of the batch or export, or of the avatar whose faces, setup or deletion are meant. */
  id: z.string(),
  ...ofAvatar,
  /** Where a setup stands; null before its first step and for everything else. */
  step: z.enum(setupSteps).nullable(),
  /**
   * Pictures or pieces that have an end or are packed, of how many; of a setup, those of its dataset; of a deletion,
   * files and models that are gone, of those and the models that are left.
   */
  done: z.int(),
  total: z.int(),
  /** How far all of it is, 0 to 1. */
  progress: z.number(),
  /** Seconds from the answer's `at`; null when nothing can be said yet. */
  etaSeconds: z.int().nullable(),
  startedAt: z.coerce.date(),
});
export type Job = z.infer<typeof Job>;

export const Need = z.object({
  kind: z.enum([
    "unfinished",
    "draft",
    "faces",
    "dataset_review",
    "setup_failed",
    "texts_refused",
    "cap_reached",
    "pieces_review",
    "pieces_failed",
  ]),
  /** Of the draft for what is unfinished, of the batch for pieces, else of the avatar. */
  id: z.string(),
  /** Null for a draft that no avatar was made of. */
  avatarId: idSchema("avatar").nullable(),
  avatarName: z.string(),
  /** Pieces, texts, or faces that can be chosen; of a cap the hundredths that are spent. */
  count: z.int(),
  /** Why a setup stopped. */
  errorStep: z.string().nullable(),
  errorCode: z.string().nullable(),
  at: z.coerce.date(),
  /** When the batch of the pieces began, which tells it from another of the same avatar; null for everything else. */
  startedAt: z.coerce.date().nullable(),
});
export type Need = z.infer<typeof Need>;

export const Notice = z.object({
  /** The run's, the batch's, the export's, or the deleted avatar's. */
  id: z.string(),
  kind: z.enum([
    "avatar_ready",
    "setup_failed",
    "batch_finished",
    "export_ready",
    "export_failed",
    "avatar_removed",
  ]),
  ...ofAvatar,
  at: z.coerce.date(),
  isUnread: z.boolean(),
  errorStep: z.string().nullable(),
  errorCode: z.string().nullable(),
  /**
   * What became of a batch's pieces by the time it ended; of an export's, how many are in it and how many not; how
   * many models of a deleted avatar are left as failed; else zero.
   */
  ready: z.int(),
  review: z.int(),
  rejected: z.int(),
  blocked: z.int(),
  failed: z.int(),
});
export type Notice = z.infer<typeof Notice>;

export const MarkRead = z.strictObject({
  until: z.iso
    .datetime("Give the moment of the newest notice that was shown.")
    .refine(hasYear, "Give the moment of the newest notice that was shown.")
    .pipe(z.coerce.date()),
});
