import { z } from "@hono/zod-openapi";
import { idSchema } from "@vixen/core/kit/id.ts";
import { Moment } from "../contract.ts";

/** A trained version, without where its files lie. */
export const LoraVersionView = z
  .object({
    id: idSchema("loraVersion"),
    version: z.int(),
    status: z.enum(["pending", "training", "trained", "ready", "failed", "canceled"]),
    baseModel: z.string(),
    trainer: z.string(),
    trainerVersion: z.string(),
    parameters: z.record(z.string(), z.unknown()),
    datasetSha256: z.string(),
    weightsSha256: z.string().nullable(),
    weightsBytes: z.number().nullable(),
    errorCode: z.string().nullable(),
    errorMessage: z.string().nullable(),
    createdAt: Moment,
    trainedAt: Moment.nullable(),
  })
  .openapi("LoraVersion");
