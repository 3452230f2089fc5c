import { z } from "@hono/zod-openapi";
import type { Row } from "@vixen/core/avatar/lora-overview.ts";
import { idSchema } from "@vixen/core/kit/id.ts";
import { Moment } from "../contract.ts";
import { mediaUrl } from "../media.ts";

/** A trained version, without where its files lie. */
export const LoraVersionView = z
  .object({
    id: idSchema("loraVersion"),
    version: z.int(),
    status: z.enum(["pending", "training", "trained", "ready", "failed", "canceled"]),
    isActive: z.boolean(),
    baseModel: z.string(),
    trainer: z.string(),
    trainerVersion: z.string(),
    parameters: z.record(z.string(), z.unknown()),
    triggerWord: z.string(),
    datasetSha256: z.string(),
    datasetImages: z.int().nullable(),
    weightsSha256: z.string().nullable(),
    weightsBytes: z.number().nullable(),
    errorCode: z.string().nullable(),
    errorMessage: z.string().nullable(),
    createdAt: Moment,
    /** When the provider was asked; null before that. */
    startedAt: Moment.nullable(),
    trainedAt: Moment.nullable(),
    /** What the training took; null until it has ended. */
    seconds: z.number().nullable(),
    /** An estimate: the median of this account's trainings, else the trainer's usual pace. */
    expectedSeconds: z.number(),
    /** How many of its steps the trainer says are done; null before it said so. */
    stepsDone: z.int().nullable(),
    costNanos: z.number(),
    /** How like the persona the pictures made with it are, from 0 to 1, on average; null before one was compared. */
    likeness: z.number().nullable(),
    /** How many pictures that is the average of. */
    comparedPieces: z.int(),
    samples: z.array(z.object({ pieceId: idSchema("contentPiece"), imageUrl: z.string().nullable() })),
  })
  .openapi("LoraVersion");

export async function loraVersionView(row: Row) {
  const samples = row.samples.map(async ({ pieceId, cdnUrl, mediaKey }) => ({
    pieceId,
    imageUrl: cdnUrl ?? (await mediaUrl(mediaKey)),
  }));
  return LoraVersionView.parse({ ...row, samples: await Promise.all(samples) });
}
