import * as Actor from "../kit/actor.ts";
import { timeScale } from "../kit/clock.ts";
import { sql } from "../kit/db.ts";
import { notFound } from "../kit/error.ts";
import * as Avatar from "./avatar.ts";
import * as Lora from "./lora.ts";
import type { Component, Info } from "./schema.ts";
import { costs, type StepCosts } from "./setup-cost.ts";
import { expectedSeconds, type Pace, paceOf, secondsByCount } from "./setup-pace.ts";
import type { Run, StepRow } from "./setup-run.ts";
import { type StepTimes, times } from "./setup-time.ts";

/** Where a setup stands: its newest run, what became of each picture, the newest training. */
export type Overview = Info & {
  faceKey: string | null;
  spentNanos: number;
  setup: { run: Run; steps: (StepRow & { expectedSeconds: number | null })[] } | null;
  /** What each part of the setup has cost, all its runs together, in nano-dollars. */
  stepCosts: StepCosts;
  /** What each step took, all its runs together. */
  stepTimes: StepTimes;
  dataset: Counts | null;
  /** Some of the pictures that passed, by their keys. */
  pictureKeys: string[];
  training: {
    loraVersionId: string;
    version: number;
    status: string;
    errorCode: string | null;
    steps: number | null;
    stepsDone: number | null;
  } | null;
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

// As many as stand in one row under the step that makes them.
const picturesShown = 8;

const pictureKeys = () => sql`
  coalesce((
    select jsonb_agg(media_key)
    from (
      select media_key
      from dataset_images
      where avatar_id = avatars.id and status in ('candidate', 'kept') and media_key is not null
      order by ordinal
      limit ${picturesShown}
    ) as shown
  ), '[]') as picture_keys
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

type Found = Omit<Overview, "setup"> & {
  setup: { run: Run; steps: (StepRow & { elapsedSeconds: number })[] } | null;
  pace: Pace;
  runningSeconds: number | null;
};

/** All a screen shows of an avatar, in one statement: it is polled. Throws AppError `not_found`. */
export async function get(id: string): Promise<Overview> {
  const [row] = await sql<[Found?]>`
    select ${Avatar.columns()}, ${faceKey()}, cost.spent_nanos, cost.step_costs, ${times()}, ${pictureKeys()},
      ${paceOf("avatars")} as pace, ${Lora.runningSeconds("avatars")} as running_seconds,
      (
        select jsonb_build_object(
          'run', jsonb_build_object(
            'id', run.id, 'purpose', run.purpose, 'status', run.status, 'errorStep', run.error_step, 'errorCode', run.error_code,
            'errorMessage', run.error_message, 'startedAt', run.started_at, 'endedAt', run.ended_at
          ),
          'steps', coalesce((
            select jsonb_agg(jsonb_build_object(
              'step', step, 'status', status, 'attempts', attempts, 'errorCode', error_code,
              'errorMessage', error_message, 'startedAt', started_at, 'endedAt', ended_at,
              'elapsedSeconds', extract(epoch from now() - started_at)
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
          'loraVersionId', id, 'version', version, 'status', status, 'errorCode', error_code,
          'steps', (parameters ->> 'steps')::int, 'stepsDone', steps_done
        )
        from lora_versions
        where avatar_id = avatars.id
        order by version desc
        limit 1
      ) as training,
      coalesce((
        select jsonb_agg(jsonb_build_object(
          'kind', kind, 'value', value, 'origin', origin, 'confidence', confidence, 'isLocked', is_locked,
          'model', model, 'verdict', verdict, 'reasons', reasons, 'updatedAt', updated_at
        ) order by kind)
        from identity_components
        where avatar_id = avatars.id
      ), '[]') as identity
    from avatars
    cross join lateral ${costs()} as cost
    where id = ${id} and owner_id = ${Actor.userId()}
  `;
  if (!row) throw notFound("avatar", id);
  const { pace, runningSeconds, ...overview } = row;
  return { ...overview, setup: row.setup && { ...row.setup, steps: row.setup.steps.map(withExpected) } };

  function withExpected({ elapsedSeconds, ...step }: StepRow & { elapsedSeconds: number }) {
    if (step.status !== "running") return { ...step, expectedSeconds: null };
    const { dataset } = overview;
    const pictures = dataset && { elapsedSeconds, done: dataset.settled, total: dataset.planned };
    const own: Partial<Record<StepRow["step"], number | undefined>> = {
      "generate-dataset": pictures ? secondsByCount(pictures) : undefined,
      "train-lora": runningSeconds ?? undefined,
    };
    const facts = { pace, timeScale: timeScale(), counted: own[step.step] };
    return { ...step, expectedSeconds: Math.ceil(expectedSeconds(step.step, overview.preset, facts)) };
  }
}
