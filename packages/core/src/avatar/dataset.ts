import { type Fail, Generation } from "../generation/index.ts";
import * as Actor from "../kit/actor.ts";
import { sql, transaction } from "../kit/db.ts";
import { AppError } from "../kit/error.ts";
import { seedFrom } from "../kit/hash.ts";
import { createId } from "../kit/id.ts";
import { resolveTask } from "../kit/outbox.ts";
import { sealTaskToken } from "../kit/task-token.ts";
import * as Avatar from "./avatar.ts";
import { planDataset } from "./dataset/plan.ts";
import * as DatasetImage from "./dataset-image.ts";
import { type Info as AvatarInfo, datasetSize } from "./schema.ts";

export type Info = {
  id: string;
  avatarId: string;
  seed: number;
  keep: number;
  rounds: number;
  status: "generating" | "generated" | "curated" | "packed";
  /** Sealed. */
  taskToken: string | null;
  report: Record<string, unknown> | null;
  zipKey: string | null;
  zipSha256: string | null;
  /** When a person approved it for training. */
  reviewedAt: Date | null;
};

const columns = () =>
  sql`id, avatar_id, seed, keep, rounds, status, task_token, report, zip_key, zip_sha256, reviewed_at`;
export async function find(avatarId: string): Promise<Info | undefined> {
  const [row] = await sql<[Info?]>`
    select ${columns()} from datasets where avatar_id = ${avatarId} and owner_id = ${Actor.userId()}
  `;
  return row;
}

/**
 * Asks for the dataset's pictures, or goes on with those that are there, and answers `taskToken` when the
 * last one is settled.
 */
export async function generate(avatarId: string, taskToken: string): Promise<void> {
  const sealed = await sealTaskToken(taskToken);
  await transaction(async () => {
    const avatar = await Avatar.get(avatarId);
    const existing = await find(avatarId);
    const dataset = existing ?? (await create(avatar));
    await sql`
      update datasets set task_token = ${sealed} where id = ${dataset.id} and owner_id = ${Actor.userId()}
    `;
    if (existing) await resume(dataset);
    await settle(dataset.id);
  });
}

/**
 * Plans further pictures when too few were good enough. In the caller's transaction.
 * Throws AppError `dataset_insufficient` when the rounds are used up, with the problems in its sentence.
 */
export async function extend(dataset: Info, missing: number, problems: string[]): Promise<void> {
  if (dataset.rounds >= roundsAllowed) {
    throw new AppError(
      "conflict",
      "dataset_insufficient",
      `The dataset did not pass after ${dataset.rounds} rounds: ${problems.join("; ")}. Choose another face or style.`,
    );
  }
  const avatar = await Avatar.get(dataset.avatarId);
  const images = await DatasetImage.list(dataset.id);
  const plan = planDataset({
    seed: seedFrom("dataset", dataset.seed, dataset.rounds),
    count: Math.min(datasetSize.keep, Math.max(10, missing * 2)),
    over: 0,
  });
  await DatasetImage.addAll(avatar, dataset.id, plan, images.length);
  await sql`
    update datasets set rounds = rounds + 1, status = 'generating'
    where id = ${dataset.id} and owner_id = ${Actor.userId()}
  `;
}

const roundsAllowed = 3;

async function create(avatar: AvatarInfo): Promise<Info> {
  const seed = seedFrom("dataset", avatar.seed);
  const id = createId("dataset");
  await sql`
    insert into datasets ${sql({ id, ownerId: Actor.userId(), avatarId: avatar.id, seed, keep: datasetSize.keep })}
  `;
  const plan = planDataset({ seed, count: datasetSize.keep, over: datasetSize.over });
  await DatasetImage.addAll(avatar, id, plan, 0);
  const created = await find(avatar.id);
  if (!created) throw new Error(`The dataset ${id} vanished in its own transaction.`);
  return created;
}

/** Asks again for the pictures that a failure or a cancel left open. */
async function resume({ id: datasetId, status }: Info): Promise<void> {
  // Once curated, what failed is not missed; only a replacement that a person asked for still is.
  const isCurated = status === "curated" || status === "packed";
  const rows = await sql<{ generationId: string }[]>`
    update dataset_images as image
    set status = 'pending', reject_reason = null
    from generations as generation
    where image.dataset_id = ${datasetId} and image.owner_id = ${Actor.userId()}
      and generation.id = image.generation_id and generation.status in ('failed', 'canceled')
      and image.status in ('pending', ${isCurated ? "pending" : "failed"})
    returning image.generation_id
  `;
  await Generation.requeue(rows.map((row) => row.generationId));
}

/** What is packed no longer shows what would train: the next training packs it anew. In the caller's transaction. */
export async function markChanged(datasetId: string): Promise<void> {
  await sql`
    update datasets set status = 'curated'
    where id = ${datasetId} and owner_id = ${Actor.userId()} and status = 'packed'
  `;
}

export async function settleOf(imageId: string): Promise<void> {
  const [row] = await sql<[{ datasetId: string }?]>`
    select dataset_id from dataset_images where id = ${imageId} and owner_id = ${Actor.userId()}
  `;
  if (row) await settle(row.datasetId);
}

/** Tells the machine once nothing is pending. The row lock makes two last pictures see each other. */
async function settle(datasetId: string): Promise<void> {
  const [dataset] = await sql<[Info?]>`
    select ${columns()} from datasets where id = ${datasetId} and owner_id = ${Actor.userId()} for no key update
  `;
  const [open] = await sql<[{ count: number }]>`
    select count(*)::int as count
    from dataset_images
    where dataset_id = ${datasetId} and owner_id = ${Actor.userId()} and status = 'pending'
  `;
  if (!dataset || open.count > 0) return;
  if (dataset.status === "generating" && dataset.taskToken && (await isStoppedByCap(datasetId))) {
    const cause = "The cost cap was reached before all pictures were bought. Raise the cap, then retry.";
    return resolveTask(dataset.taskToken, { error: "cap_reached", cause });
  }
  if (dataset.status === "generating") {
    await sql`
      update datasets set status = 'generated' where id = ${datasetId} and owner_id = ${Actor.userId()}
    `;
  }
  if (dataset.taskToken) await resolveTask(dataset.taskToken, { output: { datasetId } });
}

/** Pictures that the cap left out are missing, not bad: no others are planned in their place. */
async function isStoppedByCap(datasetId: string): Promise<boolean> {
  const [row] = await sql<[{ id: string }?]>`
    select id
    from dataset_images
    where dataset_id = ${datasetId} and owner_id = ${Actor.userId()}
      and status = 'failed' and reject_reason = 'cap_reached'
    limit 1
  `;
  return row !== undefined;
}

/** A picture of the dataset that could not be made. */
export const fail: Fail = async (generation, failure) => {
  await sql`
    update dataset_images set status = 'failed', reject_reason = ${failure.code}
    where id = ${generation.subjectId} and owner_id = ${Actor.userId()} and status = 'pending'
  `;
  await settleOf(generation.subjectId);
};
