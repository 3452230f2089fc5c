import { z } from "@hono/zod-openapi";
import type { Row as AvatarRow, Card, Overview } from "@vixen/core/avatar/overview.ts";
import * as AvatarSchema from "@vixen/core/avatar/schema.ts";
import { idSchema } from "@vixen/core/kit/id.ts";
import { Moment } from "../contract.ts";
import { mediaUrl } from "../media.ts";
import { ComponentView, componentView } from "./identity.ts";

const timestamps = { createdAt: Moment, updatedAt: Moment };

export const AvatarView = AvatarSchema.Info.extend({
  ...timestamps,
  /** Reads the locked face for at least half an hour. */
  faceUrl: z.string().nullable(),
}).openapi("Avatar");

export const AvatarCardView = AvatarView.extend({
  /** Spent so far, in nano-dollars. */
  spentNanos: z.number(),
  /** Of the active model; null without one. */
  version: z.int().nullable(),
}).openapi("AvatarCard");

const Run = z.object({
  id: idSchema("setupRun"),
  purpose: z.enum(["setup", "training"]),
  status: z.enum(["running", "paused", "succeeded", "failed", "canceled"]),
  errorStep: z.string().nullable(),
  errorCode: z.string().nullable(),
  errorMessage: z.string().nullable(),
  startedAt: Moment,
  endedAt: Moment.nullable(),
});
const Step = z.object({
  step: z.enum(AvatarSchema.setupSteps),
  status: z.enum(["running", "succeeded", "failed"]),
  attempts: z.int(),
  errorCode: z.string().nullable(),
  errorMessage: z.string().nullable(),
  startedAt: Moment,
  endedAt: Moment.nullable(),
  /** What the running step takes in all: by how far it has come, by what was measured here, or as documented. */
  expectedSeconds: z.number().nullable(),
});
export const SetupView = z.object({ run: Run, steps: z.array(Step) }).openapi("Setup");

export const DatasetCounts = z
  .object({
    status: z.string(),
    keep: z.int(),
    rounds: z.int(),
    planned: z.int(),
    settled: z.int(),
    kept: z.int(),
    rejected: z.int(),
    failed: z.int(),
  })
  .openapi("DatasetCounts");

export const OverviewView = AvatarView.extend({
  setup: SetupView.nullable(),
  /** What each part of the setup has cost, in nano-dollars, all its runs together. */
  stepCosts: z.partialRecord(z.enum(["faces", ...AvatarSchema.setupSteps]), z.number()),
  /** What each step took, all its runs together; of the trainings what they took at the provider. */
  stepTimes: z.partialRecord(
    z.enum(AvatarSchema.setupSteps),
    z.object({ seconds: z.number(), runs: z.int() }),
  ),
  dataset: DatasetCounts.nullable(),
  /** Some of the dataset's pictures that passed, in the plan's order. */
  pictureUrls: z.array(z.string()),
  spentNanos: z.number(),
  training: z
    .object({
      loraVersionId: idSchema("loraVersion"),
      version: z.int(),
      status: z.string(),
      errorCode: z.string().nullable(),
      steps: z.int().nullable(),
      /** As far as the trainer says; null before it said anything. */
      stepsDone: z.int().nullable(),
    })
    .nullable(),
  identity: z.array(ComponentView),
}).openapi("AvatarOverview");

export const avatarView = async (row: AvatarRow) =>
  AvatarView.parse({ ...row, faceUrl: await mediaUrl(row.faceKey) });

export const cardView = async (row: Card) =>
  AvatarCardView.parse({ ...row, faceUrl: await mediaUrl(row.faceKey) });

export const overviewView = async (row: Overview) =>
  OverviewView.parse({
    ...row,
    faceUrl: await mediaUrl(row.faceKey),
    pictureUrls: await Promise.all(row.pictureKeys.map(mediaUrl)),
    identity: row.identity.map(componentView),
  });
