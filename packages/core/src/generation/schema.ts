import { z } from "zod";
import { idSchema } from "../kit/id.ts";

export const kinds = ["candidate", "dataset", "piece"] as const;
export type Kind = (typeof kinds)[number];

/** One picture to be made, and what it is for. */
export const Info = z.object({
  id: idSchema("generation"),
  ownerId: idSchema("user"),
  avatarId: idSchema("avatar"),
  kind: z.enum(kinds),
  subjectId: z.string(),
  batchId: z.string().nullable(),
  model: z.string(),
  input: z.record(z.string(), z.unknown()),
  referenceKey: z.string().nullable(),
  seed: z.number().int(),
  status: z.enum(["queued", "submitted", "collecting", "succeeded", "failed", "canceled"]),
  failures: z.number().int(),
});
export type Info = z.infer<typeof Info>;

export type Failure = { code: string; message: string };
