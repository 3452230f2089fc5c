import * as Actor from "../kit/actor.ts";
import { sql } from "../kit/db.ts";
import { sendAll } from "../kit/outbox.ts";
import { faceModel, trainer } from "../provider/models.ts";

export type Status = "pending" | "training" | "trained" | "ready" | "failed" | "canceled";

export type Info = {
  id: string;
  avatarId: string;
  version: number;
  status: Status;
  baseModel: string;
  trainer: string;
  trainerVersion: string;
  parameters: Record<string, unknown>;
  datasetSha256: string;
  datasetKey: string | null;
  datasetImages: number | null;
  destination: string;
  providerVersion: string | null;
  weightsUrl: string | null;
  weightsKey: string | null;
  weightsSha256: string | null;
  weightsBytes: number | null;
  errorCode: string | null;
  errorMessage: string | null;
  createdAt: Date;
  trainedAt: Date | null;
};

const columns = () => sql`
  id, avatar_id, version, status, base_model, trainer, trainer_version, parameters, dataset_sha256, dataset_key,
  dataset_images, destination,
  provider_version, weights_url, weights_key, weights_sha256, weights_bytes::float8 as weights_bytes, error_code,
  error_message, created_at, trained_at
`;

/** Newest first. */
export async function list(avatarId: string): Promise<Info[]> {
  return sql<Info[]>`
    select ${columns()}
    from lora_versions
    where avatar_id = ${avatarId} and owner_id = ${Actor.userId()}
    order by version desc
  `;
}

export async function findLatest(avatarId: string): Promise<Info | undefined> {
  const [latest] = await list(avatarId);
  return latest;
}

export async function find(id: string): Promise<Info | undefined> {
  const [row] = await sql<[Info?]>`
    select ${columns()} from lora_versions where id = ${id} and owner_id = ${Actor.userId()}
  `;
  return row;
}

type New = Pick<
  Info,
  | "id"
  | "avatarId"
  | "version"
  | "datasetSha256"
  | "datasetKey"
  | "datasetImages"
  | "parameters"
  | "destination"
> & {
  datasetId: string;
};

export async function create(input: New): Promise<Info> {
  const { parameters, ...rest } = input;
  const row = {
    ...rest,
    ownerId: Actor.userId(),
    parameters: sql.json(parameters as never),
    baseModel: faceModel,
    trainer: trainer.model,
    trainerVersion: trainer.version,
  };
  await sql`insert into lora_versions ${sql(row as never)}`;
  const created = await find(input.id);
  if (!created) throw new Error(`The version ${input.id} vanished in its own transaction.`);
  return created;
}

/**
 * Seconds that a training takes in all by how fast the trainer counts, as an expression; null before it has counted
 * twice. Of `version`, bought by `attempt`.
 */
export const countedSeconds = () => sql`
  extract(epoch from version.steps_read_at - attempt.created_at)
    + ((version.parameters ->> 'steps')::int - version.steps_done)
    * extract(epoch from version.steps_read_at - version.steps_first_at)
    / nullif(version.steps_done - version.steps_first, 0)
`;

/** The same of the training that runs for an avatar; `name` is how the statement calls the avatar. */
export const runningSeconds = (name: "avatar" | "avatars") => sql`
  (
    select (${countedSeconds()})::float8
    from lora_versions as version
    join attempts as attempt on attempt.subject_id = version.id and attempt.status = 'submitted'
    where version.avatar_id = ${sql(name)}.id and version.status = 'training'
    order by version.version desc
    limit 1
  )
`;

/** Keeps how far the trainer says it is; what is told late never goes back. */
export async function recordSteps(id: string, stepsDone: number): Promise<void> {
  await sql`
    update lora_versions
    set steps_done = ${stepsDone}, steps_read_at = now(),
      steps_first = coalesce(steps_first, ${stepsDone}), steps_first_at = coalesce(steps_first_at, now())
    where id = ${id} and owner_id = ${Actor.userId()} and status = 'training' and coalesce(steps_done, -1) < ${stepsDone}
  `;
}

/** The provider's model that a version is trained into. */
export function modelName(version: Pick<Info, "avatarId" | "version">): string {
  return `${version.avatarId.replace("_", "-")}-v${version.version}`;
}

export async function setStatus(
  id: string,
  status: Status,
  failure?: { code: string; message: string },
): Promise<void> {
  await sql`
    update lora_versions
    set status = ${status}, error_code = ${failure?.code ?? null}, error_message = ${failure?.message ?? null}
    where id = ${id} and owner_id = ${Actor.userId()}
  `;
}

export async function recordTrained(
  id: string,
  result: { providerVersion: string; weightsUrl: string },
): Promise<void> {
  await sql`
    update lora_versions
    set status = 'trained', provider_version = ${result.providerVersion}, weights_url = ${result.weightsUrl},
      trained_at = now(), error_code = null, error_message = null
    where id = ${id} and owner_id = ${Actor.userId()} and status in ('pending', 'training')
  `;
}

/**
 * Has the collector look once more at what was trained and is not copied, for a run that stops before it came to that.
 * In the caller's transaction.
 */
export async function askToKeep(avatarId: string): Promise<void> {
  const rows = await sql<{ attemptId: string; providerId: string }[]>`
    select attempt.id as attempt_id, attempt.provider_id
    from lora_versions as version
    join attempts as attempt on attempt.subject_id = version.id and attempt.status = 'succeeded'
    where version.avatar_id = ${avatarId} and version.owner_id = ${Actor.userId()} and version.status = 'trained'
  `;
  await sendAll(
    "provider-event",
    rows.map(({ attemptId, providerId: id }) => ({ provider: "replicate", kind: "training", id, attemptId })),
  );
}

/** The version that the avatar's setup or its last further training is for; the first unless it says more. */
export async function wantedVersion(avatarId: string): Promise<number> {
  const [row] = await sql<[{ wanted: number }?]>`
    select wanted_lora_version as wanted from avatars where id = ${avatarId} and owner_id = ${Actor.userId()}
  `;
  return row?.wanted ?? 1;
}
