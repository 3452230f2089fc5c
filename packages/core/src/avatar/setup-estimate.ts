import * as Budget from "../cost/budget.ts";
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

/** What is left to buy of an avatar's setup once it has a face, in nano-dollars. In the caller's transaction. */
export async function remainingNanos(avatar: Pick<Info, "id" | "preset">): Promise<number> {
  const [done] = await sql<[{ isPlanned: boolean; pictures: number; isTrained: boolean }]>`
    select
      exists (select from datasets where avatar_id = ${avatar.id} and owner_id = ${Actor.userId()}) as is_planned,
      (
        select count(*)::int
        from dataset_images as image
        join datasets as dataset on dataset.id = image.dataset_id
        where image.avatar_id = ${avatar.id} and image.owner_id = ${Actor.userId()}
          and image.status in ('pending', 'failed') and dataset.status = 'generating'
      ) as pictures,
      coalesce((
        select status in ('trained', 'ready') and version >= (
          select wanted_lora_version from avatars where id = ${avatar.id} and owner_id = ${Actor.userId()}
        )
        from lora_versions
        where avatar_id = ${avatar.id} and owner_id = ${Actor.userId()}
        order by version desc
        limit 1
      ), false) as is_trained
  `;
  return setupEstimate({
    candidates: 0,
    datasetImages: done.isPlanned ? done.pictures : datasetSize.keep + datasetSize.over,
    trainingSteps: done.isTrained ? 0 : trainingParameters[avatar.preset].steps,
    faceModel,
    datasetModel,
    trainer: trainer.model,
  }).amountNanos;
}

/** Refuses a setup that is expected to cost more than is left of the cap. Throws AppError `cap_too_low`. */
export async function requireRoomForSetup(
  avatar: Pick<Info, "id" | "preset" | "costCapCents">,
): Promise<void> {
  if (avatar.costCapCents !== null) await Budget.requireRoom(avatar.id, await remainingNanos(avatar));
}
