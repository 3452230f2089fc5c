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
 * Throws AppError `setup_stopped`.
 */
export async function generate(avatarId: string, taskToken: string): Promise<void> {
  const sealed = await sealTaskToken(taskToken);
  await transaction(async () => {
    const avatar = await Avatar.get(avatarId);
    const existing = await find(avatarId);
    const dataset = existing ?? (await create(avatar));
    // Pictures before the dataset: a collector that settles one locks them in this order.
    if (existing) await resume(dataset);
    await sql`
      update datasets set task_token = ${sealed} where id = ${dataset.id} and owner_id = ${Actor.userId()}
    `;
    await requireWanted(avatarId);
    await settle(dataset.id);
  });
}

/**
 * Plans further pictures when too few were good enough. In the caller's transaction.
 * Throws AppError `dataset_insufficient` when the rounds are used up, with the problems in its sentence, and
 * `setup_stopped`.
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
  await requireWanted(dataset.avatarId);
}

/**
 * Takes back what was asked for where the setup was canceled since its step began. After the pictures: whoever locks
 * both locks them before the avatar.
 */
async function requireWanted(avatarId: string): Promise<void> {
  const { status } = await Avatar.getLocked(avatarId);
  if (status === "training") return;
  throw new AppError("conflict", "setup_stopped", "This run was canceled or has ended.");
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
    select generation_id
    from dataset_images
    where dataset_id = ${datasetId} and owner_id = ${Actor.userId()}
      and status in ('pending', ${isCurated ? "pending" : "failed"})
  `;
  const ids = await Generation.requeue(rows.map((row) => row.generationId));
  if (ids.length === 0) return;
  await sql`
    update dataset_images
    set status = 'pending', reject_reason = null
    where generation_id in ${sql(ids)} and dataset_id = ${datasetId} and owner_id = ${Actor.userId()}
      and status in ('pending', ${isCurated ? "pending" : "failed"})
  `;
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
  const stop = dataset.status === "generating" ? await stopOf(datasetId) : undefined;
  // A token is answered once. Kept, it would be answered again by each picture that is replaced in a review, weeks
  // later, when the key it was sealed with may be gone.
  await sql`
    update datasets
    set task_token = null,
      status = case when status = 'generating' and ${stop === undefined}::boolean then 'generated' else status end
    where id = ${datasetId} and owner_id = ${Actor.userId()}
  `;
  if (dataset.taskToken) await resolveTask(dataset.taskToken, stop ?? { output: { datasetId } });
}

// Pictures that nobody would pay for are missing, not bad: no others are planned in their place.
const unpaid: Record<string, string> = {
  cap_reached: "The cost cap was reached before all pictures were bought. Raise the cap, then retry.",
  provider_unpaid: "The image service's account has no credit left. Top it up, then retry.",
};

async function stopOf(datasetId: string): Promise<{ error: string; cause: string } | undefined> {
  const [row] = await sql<[{ code: string }?]>`
    select reject_reason as code
    from dataset_images
    where dataset_id = ${datasetId} and owner_id = ${Actor.userId()}
      and status = 'failed' and reject_reason in ${sql(Object.keys(unpaid))}
    order by reject_reason
    limit 1
  `;
  return row && { error: row.code, cause: unpaid[row.code] ?? "" };
}

/** A picture of the dataset that could not be made. */
export const fail: Fail = async (generation, failure) => {
  await sql`
    update dataset_images set status = 'failed', reject_reason = ${failure.code}
    where id = ${generation.subjectId} and owner_id = ${Actor.userId()} and status = 'pending'
  `;
  await settleOf(generation.subjectId);
};
