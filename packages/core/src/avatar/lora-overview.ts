import { trainingSeconds } from "../cost/estimate.ts";
import * as Actor from "../kit/actor.ts";
import { scaled } from "../kit/clock.ts";
import { sql } from "../kit/db.ts";
import * as Lora from "./lora.ts";
import { trainingParameters } from "./schema.ts";
import { trainedSeconds } from "./setup-time.ts";

export type Sample = { pieceId: string; mediaKey: string | null; cdnUrl: string | null };

/** A version with what a person wants to know of it. */
export type Row = Pick<
  Lora.Info,
  | "id"
  | "version"
  | "status"
  | "baseModel"
  | "trainer"
  | "trainerVersion"
  | "parameters"
  | "datasetSha256"
  | "datasetImages"
  | "weightsSha256"
  | "weightsBytes"
  | "errorCode"
  | "errorMessage"
  | "createdAt"
  | "trainedAt"
> & {
  isActive: boolean;
  triggerWord: string;
  /** When the provider was asked; null before that. */
  startedAt: Date | null;
  /** What it took, all its attempts together; null until the last has ended. */
  seconds: number | null;
  /** How long such a training takes: by those of this account, else by the trainer's usual pace. */
  expectedSeconds: number;
  /** How many of its steps the trainer says are done; null before it said so. */
  stepsDone: number | null;
  costNanos: number;
  /** How like the persona the pictures made with it are, from 0 to 1, on average; null before one was compared. */
  likeness: number | null;
  /** How many pictures that is the average of. */
  comparedPieces: number;
  /** A few pictures that were made with it. */
  samples: Sample[];
};

const samplesShown = 4;

/** The versions of an avatar, newest first. */
export async function list(avatarId: string): Promise<Row[]> {
  const pace = await secondsPerStep();
  const rows = await sql<(Omit<Row, "expectedSeconds"> & { countedSeconds: number | null })[]>`
    select version.id, version.version, version.status, version.base_model, version.trainer,
      version.trainer_version, version.parameters, version.dataset_sha256, version.dataset_images,
      version.weights_sha256, version.weights_bytes::float8 as weights_bytes, version.error_code,
      version.error_message, version.created_at, version.trained_at, version.steps_done, avatar.trigger_word,
      (${Lora.countedSeconds()})::float8 as counted_seconds,
      avatar.active_lora_version_id is not distinct from version.id as is_active,
      attempt.created_at as started_at,
      case when attempt.settled_at is not null then ${trainedSeconds()} end::float8 as seconds,
      coalesce((
        select sum(amount_nanos) from cost_entries where subject_id = version.id and owner_id = version.owner_id
      ), 0)::float8 as cost_nanos,
      compared.likeness, compared.pieces as compared_pieces,
      coalesce((
        select jsonb_agg(jsonb_build_object('pieceId', id, 'mediaKey', media_key, 'cdnUrl', cdn_url))
        from (
          select id, media_key, case when media_bucket = 'public' then cdn_url end as cdn_url
          from content_pieces
          where lora_version_id = version.id and status = 'ready'
          order by id desc
          limit ${samplesShown}
        ) as sample
      ), '[]') as samples
    from lora_versions as version
    join avatars as avatar on avatar.id = version.avatar_id
    left join lateral (
      select created_at, settled_at
      from attempts
      where subject_id = version.id and subject_kind = 'training'
      order by id desc
      limit 1
    ) as attempt on true
    left join lateral (
      select avg(identity_score)::float8 as likeness, count(identity_score)::int as pieces
      from content_pieces
      where lora_version_id = version.id and owner_id = version.owner_id
    ) as compared on true
    where version.avatar_id = ${avatarId} and version.owner_id = ${Actor.userId()}
    order by version.version desc
  `;
  return rows.map(({ countedSeconds, ...row }) => ({
    ...row,
    // What it counts itself says more than what others took.
    expectedSeconds: Math.ceil(countedSeconds ?? expectedSeconds(row.parameters, pace)),
  }));
}

/** How long a training of so many steps takes here; a median when there is something to take it from. */
export async function expectedSecondsOf(steps: number): Promise<number> {
  return expectedSeconds({ steps }, await secondsPerStep());
}

function expectedSeconds(parameters: Record<string, unknown>, pace: number | undefined): number {
  const steps = Number(parameters.steps ?? 0);
  return Math.max(
    1,
    Math.round(
      pace === undefined ? scaled({ seconds: trainingSeconds(steps) }) / 1000 : pace * Math.max(1, steps),
    ),
  );
}

/** The median of the account's own trainings, in real seconds; before the first what was measured here of others'. */
async function secondsPerStep(): Promise<number | undefined> {
  const [row] = await sql<[{ pace: number | null }?]>`
    select percentile_cont(0.5) within group (
      order by extract(epoch from attempt.settled_at - attempt.created_at)
        / greatest((version.parameters ->> 'steps')::float8, 1)
    ) as pace
    from attempts as attempt
    join lora_versions as version on version.id = attempt.subject_id
    where attempt.owner_id = ${Actor.userId()} and attempt.subject_kind = 'training'
      and attempt.status = 'succeeded'
  `;
  if (row?.pace) return row.pace;
  const [here] = await sql<[{ preset: keyof typeof trainingParameters; seconds: number }?]>`
    select preset, seconds from step_paces where step = 'train-lora' order by runs desc, preset limit 1
  `;
  return here && here.seconds / trainingParameters[here.preset].steps;
}
