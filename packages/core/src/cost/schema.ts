import { z } from "zod";
import { day } from "../kit/day.ts";
import { idSchema } from "../kit/id.ts";
import { timeZone } from "../kit/time-zone.ts";
import { ranges } from "./vocabulary.ts";

export const kinds = [
  "image",
  "training",
  "text",
  "embedding",
  "moderation",
  "face",
  "storage",
  "mail",
] as const;

/**
 * Which rows of the ledger. Days are those of `zone`, both of them included; absent, the operator's own zone. A
 * range stands for its days where neither is given. The id `none` means rows that belong to no avatar or no batch.
 */
export const Filter = z.object({
  from: day.optional(),
  to: day.optional(),
  range: z.enum(ranges).optional(),
  zone: timeZone.optional(),
  avatarId: z.union([z.literal("none"), idSchema("avatar")]).optional(),
  batchId: z.union([z.literal("none"), idSchema("contentBatch")]).optional(),
  kind: z.enum(kinds).optional(),
  model: z.string().min(1).max(200).optional(),
});
export type Filter = z.infer<typeof Filter>;

/** A filter, perhaps with more beside it, whose first day is not after its last. */
export const inOrder = <Schema extends z.ZodType<Filter>>(schema: Schema): Schema =>
  schema.refine(({ from, to }) => !from || !to || from <= to, {
    path: ["to"],
    message: "The last day is before the first: swap them.",
  });

export const Entry = z.object({
  id: z.string(),
  avatarId: z.string().nullable(),
  /** Null once the avatar is deleted: what it cost stays. */
  avatarName: z.string().nullable(),
  batchId: z.string().nullable(),
  subjectId: z.string().nullable(),
  kind: z.string(),
  provider: z.string(),
  model: z.string(),
  unit: z.string(),
  quantity: z.number(),
  priceVersion: z.string(),
  amountNanos: z.number(),
  currency: z.literal("usd"),
  providerRef: z.string(),
  createdAt: z.coerce.date(),
});
export type Entry = z.infer<typeof Entry>;

export const Total = z.object({
  amountNanos: z.number(),
  amountCents: z.int(),
  currency: z.literal("usd"),
  entries: z.int(),
  byKind: z.record(z.string(), z.number()),
});
export type Total = z.infer<typeof Total>;

const Sum = z.object({ amountNanos: z.number(), entries: z.int() });

export const Summary = Sum.extend({
  amountCents: z.int(),
  currency: z.literal("usd"),
  /** The zone whose days these are. */
  zone: z.string(),
  /** The first and the last day that were asked for; null where there is no such end. */
  from: z.string().nullable(),
  to: z.string().nullable(),
  /** The largest first, as in `byModel` and `byAvatar`. */
  byKind: z.array(Sum.extend({ kind: z.string() })),
  byModel: z.array(Sum.extend({ kind: z.string(), model: z.string() })),
  byAvatar: z.array(Sum.extend({ avatarId: z.string().nullable(), avatarName: z.string().nullable() })),
  /** In order; days on which nothing was spent are absent. */
  byDay: z.array(Sum.extend({ day: z.string(), byKind: z.record(z.string(), z.number()) })),
  /** Calls that may have been billed and are in no sum, since nobody knows how they ended. */
  unansweredCalls: z.int(),
});
export type Summary = z.infer<typeof Summary>;

/** A call that was made and whose outcome nobody knows. */
export const Unanswered = z.object({
  id: z.string(),
  avatarId: z.string().nullable(),
  avatarName: z.string().nullable(),
  batchId: z.string().nullable(),
  kind: z.string(),
  provider: z.string(),
  model: z.string(),
  message: z.string().nullable(),
  startedAt: z.coerce.date(),
});
export type Unanswered = z.infer<typeof Unanswered>;

/** What a setup or a batch was said to cost when it started, beside what it cost until now. */
export const Comparison = z.object({
  /** The avatar's id for a setup, the batch's for a batch. */
  id: z.string(),
  type: z.enum(["setup", "batch"]),
  avatarId: z.string(),
  avatarName: z.string(),
  status: z.string(),
  /** Null for a setup that started before estimates were kept. */
  estimateNanos: z.number().nullable(),
  actualNanos: z.number(),
  startedAt: z.coerce.date(),
});
export type Comparison = z.infer<typeof Comparison>;

export const Line = z.object({
  kind: z.string(),
  model: z.string(),
  unit: z.string(),
  quantity: z.number(),
  amountNanos: z.number(),
});

export const Estimate = z.object({
  amountNanos: z.number(),
  amountCents: z.int(),
  currency: z.literal("usd"),
  priceVersion: z.string(),
  seconds: z.int(),
  lines: z.array(Line),
});
export type Estimate = z.infer<typeof Estimate>;
