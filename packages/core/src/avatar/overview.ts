import * as Actor from "../kit/actor.ts";
import { sql } from "../kit/db.ts";
import { notFound } from "../kit/error.ts";
import * as Avatar from "./avatar.ts";
import type { Component, Info } from "./schema.ts";
import type { Run, StepRow } from "./setup-run.ts";

/** Where a setup stands: its newest run, what became of each picture, the newest training. */
export type Overview = Info & {
  faceKey: string | null;
  spentNanos: number;
  setup: { run: Run; steps: StepRow[] } | null;
  dataset: Counts | null;
  training: { loraVersionId: string; version: number; status: string; errorCode: string | null } | null;
  identity: Component[];
};
export type Counts = {
  status: string;
  keep: number;
  rounds: number;
  planned: number;
  settled: number;
  kept: number;
  rejected: number;
  failed: number;
};
export type Row = Info & { faceKey: string | null };
/** What the wall shows of an avatar: also its spend so far and the number of its active version. */
export type Card = Row & { spentNanos: number; version: number | null };

const faceKey = () => sql`
  (select media_key from face_candidates where avatar_id = avatars.id and is_chosen) as face_key
`;

const spentNanos = () => sql`
  (
    select coalesce(sum(amount_nanos), 0)::float8
    from cost_entries
    where avatar_id = avatars.id and owner_id = avatars.owner_id
  ) as spent_nanos
`;

/** Newest first, each with its face; `before` is the last id of the page above. */
export async function list(options: {
  limit: number;
  before?: string | undefined;
  status?: Info["status"] | undefined;
}): Promise<Card[]> {
  const { limit, before, status } = options;
  return sql<Card[]>`
    select ${Avatar.columns()}, ${faceKey()}, ${spentNanos()},
      (select version from lora_versions where lora_versions.id = active_lora_version_id) as version
    from avatars
    where owner_id = ${Actor.userId()}
      ${before ? sql`and id < ${before}` : sql``}
      ${status ? sql`and status = ${status}` : sql`and status <> 'archived'`}
    order by id desc
    limit ${limit}
  `;
}

/** All a screen shows of an avatar, in one statement: it is polled. Throws AppError `not_found`. */
export async function get(id: string): Promise<Overview> {
  const [row] = await sql<[Overview?]>`
    select ${Avatar.columns()}, ${faceKey()}, ${spentNanos()},
      (
        select jsonb_build_object(
          'run', jsonb_build_object(
            'id', run.id, 'purpose', run.purpose, 'status', run.status, 'errorStep', run.error_step, 'errorCode', run.error_code,
            'errorMessage', run.error_message, 'startedAt', run.started_at, 'endedAt', run.ended_at
          ),
          'steps', coalesce((
            select jsonb_agg(jsonb_build_object(
              'step', step, 'status', status, 'attempts', attempts, 'errorCode', error_code,
              'errorMessage', error_message, 'startedAt', started_at, 'endedAt', ended_at
            ) order by started_at)
            from setup_steps
            where run_id = run.id
          ), '[]')
        )
        from setup_runs as run
        where run.avatar_id = avatars.id
        order by run.id desc
        limit 1
      ) as setup,
      (
        select jsonb_build_object(
          'status', dataset.status,
          'keep', dataset.keep,
          'rounds', dataset.rounds,
          'planned', count(image.id),
          'settled', count(image.id) filter (where image.status <> 'pending'),
          'kept', count(image.id) filter (where image.status = 'kept'),
          'rejected', count(image.id) filter (where image.status = 'rejected'),
          'failed', count(image.id) filter (where image.status = 'failed')
        )
        from datasets as dataset
        left join dataset_images as image on image.dataset_id = dataset.id
        where dataset.avatar_id = avatars.id
        group by dataset.id
      ) as dataset,
      (
        select jsonb_build_object(
          'loraVersionId', id, 'version', version, 'status', status, 'errorCode', error_code
        )
        from lora_versions
        where avatar_id = avatars.id
        order by version desc
        limit 1
      ) as training,
      coalesce((
        select jsonb_agg(jsonb_build_object(
          'kind', kind, 'value', value, 'origin', origin, 'confidence', confidence, 'isLocked', is_locked,
          'model', model, 'updatedAt', updated_at
        ) order by kind)
        from identity_components
        where avatar_id = avatars.id
      ), '[]') as identity
    from avatars
    where id = ${id} and owner_id = ${Actor.userId()}
  `;
  if (!row) throw notFound("avatar", id);
  return row;
}
