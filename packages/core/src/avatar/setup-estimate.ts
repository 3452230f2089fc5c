import { setupEstimate } from "../cost/estimate.ts";
import type { Estimate } from "../cost/schema.ts";
import * as Actor from "../kit/actor.ts";
import { sql } from "../kit/db.ts";
import { datasetModel, faceModel, trainer } from "../provider/models.ts";
import { datasetSize, type Info, trainingParameters } from "./schema.ts";

/** What the whole setup of such an avatar takes, whatever of it is done already. */
export function estimateOfSetup(avatar: Pick<Info, "preset" | "candidateCount">): Estimate {
  return setupEstimate({
    candidates: avatar.candidateCount,
    datasetImages: datasetSize.keep + datasetSize.over,
    trainingSteps: trainingParameters[avatar.preset].steps,
    faceModel,
    datasetModel,
    trainer: trainer.model,
  });
}

/**
 * Keeps what the setup is said to cost, to stand beside what it will have cost: when the first face is asked for,
 * and again when a face is locked, since the preset may have changed in between. In the caller's transaction.
 */
export async function keepEstimate(avatar: Pick<Info, "id" | "preset" | "candidateCount">): Promise<void> {
  await sql`
    update avatars set setup_estimate_nanos = ${estimateOfSetup(avatar).amountNanos}
    where id = ${avatar.id} and owner_id = ${Actor.userId()}
  `;
}
