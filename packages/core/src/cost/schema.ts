import { z } from "zod";

export const Entry = z.object({
  id: z.string(),
  avatarId: z.string().nullable(),
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
