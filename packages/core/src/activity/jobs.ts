import { runningSeconds } from "../avatar/lora.ts";
import { quietTime } from "../avatar/removal-receipt.ts";
import type { SetupStep } from "../avatar/schema.ts";
import { paceOf } from "../avatar/setup-pace.ts";
import { batchEstimate } from "../cost/estimate.ts";
import * as Actor from "../kit/actor.ts";
import { scaled, timeScale } from "../kit/clock.ts";
import { sql } from "../kit/db.ts";
import { etaOf, type SetupFacts, setupProgress } from "./progress.ts";
import type { Job } from "./schema.ts";

const most = 50;
/** A face takes about as long as a picture of a batch, and the checks after it. */
const secondsPerFace = 10;
/** Reading a picture and handing it on, many side by side. */
const secondsPerPackedPiece = 0.05;

/** What runs for the owner, oldest first, at most fifty of each kind. */
export async function list(): Promise<Job[]> {
  const jobs = [
    ...(await faces()),
    ...(await setups()),
    ...(await batches()),
    ...(await exports()),
    ...(await removals()),
  ];
  return jobs.sort((a, b) => a.startedAt.getTime() - b.startedAt.getTime());
}

type Run = Pick<Job, "id" | "avatarId" | "avatarName" | "startedAt" | "done" | "total"> & {
  elapsedSeconds: number;
};

async function faces(): Promise<Job[]> {
  const rows = await sql<Run[]>`
    select avatar.id, avatar.id as avatar_id, avatar.name as avatar_name,
      min(face.created_at) filter (where face.status = 'pending') as started_at,
      extract(epoch from now() - min(face.created_at) filter (where face.status = 'pending'))::float8 as elapsed_seconds,
      count(*) filter (where face.status <> 'pending')::int as done,
      count(*)::int as total
    from avatars as avatar
    join face_candidates as face on face.avatar_id = avatar.id and face.superseded_at is null
    where avatar.owner_id = ${Actor.userId()} and avatar.status = 'draft'
    group by avatar.id
    having count(*) filter (where face.status = 'pending') > 0
    order by avatar.id
    limit ${most}
  `;
  return rows.map(({ elapsedSeconds, ...run }) => ({
    ...run,
    kind: "faces",
    step: null,
    progress: run.done / run.total,
    etaSeconds: Math.max(1, Math.ceil(secondsPerFace / timeScale() - elapsedSeconds)),
  }));
}

type SetupRow = Run & {
  preset: SetupFacts["preset"];
  steps: SetupFacts["steps"];
  pace: SetupFacts["pace"];
  trainingSeconds: SetupFacts["trainingSeconds"];
};

async function setups(): Promise<Job[]> {
  const rows = await sql<SetupRow[]>`
    select avatar.id, avatar.id as avatar_id, avatar.name as avatar_name, avatar.preset, run.started_at,
      (
        select coalesce(jsonb_agg(jsonb_build_object(
          'step', step, 'status', status, 'elapsedSeconds', extract(epoch from now() - started_at)
        ) order by started_at), '[]')
        from setup_steps
        where run_id = run.id
      ) as steps,
      (select count(*)::int from dataset_images where avatar_id = avatar.id and status <> 'pending') as done,
      (select count(*)::int from dataset_images where avatar_id = avatar.id) as total,
      ${paceOf("avatar")} as pace,
      ${runningSeconds("avatar")} as training_seconds
    from avatars as avatar
    join setup_runs as run on run.avatar_id = avatar.id and run.status = 'running'
    where avatar.owner_id = ${Actor.userId()}
    order by run.id
    limit ${most}
  `;
  return rows.map(({ preset, steps, pace, trainingSeconds, elapsedSeconds: _, ...run }) => ({
    ...run,
    kind: "setup",
    step: steps.findLast(({ status }) => status === "running")?.step ?? lastOf(steps),
    ...setupProgress({ preset, steps, pace, trainingSeconds, dataset: run }, timeScale()),
  }));
}

const lastOf = (steps: { step: SetupStep }[]): SetupStep | null => steps.at(-1)?.step ?? null;

async function batches(): Promise<Job[]> {
  const rows = await sql<(Run & { doneLately: number })[]>`
    select batch.id, batch.avatar_id, avatar.name as avatar_name, batch.created_at as started_at,
      extract(epoch from now() - coalesce(batch.resumed_at, batch.created_at))::float8 as elapsed_seconds,
      count(*) filter (where piece.status not in ('queued', 'generating'))::int as done,
      -- One that went on after its end has its pace from then on: the pause before says nothing.
      count(*) filter (where piece.settled_at >= coalesce(batch.resumed_at, batch.created_at))::int as done_lately,
      count(*)::int as total
    from content_batches as batch
    join avatars as avatar on avatar.id = batch.avatar_id
    join content_pieces as piece on piece.batch_id = batch.id
    where batch.owner_id = ${Actor.userId()} and batch.status = 'running'
    group by batch.id, avatar.name
    order by batch.id
    limit ${most}
  `;
  return rows.map(({ elapsedSeconds, doneLately, ...run }) => {
    const lately = { done: doneLately, total: doneLately + run.total - run.done, elapsedSeconds };
    return {
      ...run,
      kind: "batch",
      step: null,
      progress: run.done / run.total,
      etaSeconds: etaOf(lately, batchEstimate(lately.total).seconds / timeScale()),
    };
  });
}

async function exports(): Promise<Job[]> {
  const rows = await sql<Run[]>`
    select id, null as avatar_id, '' as avatar_name, created_at as started_at,
      extract(epoch from now() - created_at)::float8 as elapsed_seconds, packed as done, requested as total
    from content_exports
    where owner_id = ${Actor.userId()} and status in ('queued', 'running')
    order by id
    limit ${most}
  `;
  return rows.map(({ elapsedSeconds, ...run }) => ({
    ...run,
    kind: "export",
    step: null,
    progress: run.done / run.total,
    etaSeconds: etaOf({ ...run, elapsedSeconds }, 5 + run.total * secondsPerPackedPiece),
  }));
}

async function removals(): Promise<Job[]> {
  const rows = await sql<Run[]>`
    select avatar_id as id, avatar_id, '' as avatar_name, requested_at as started_at,
      extract(epoch from now() - requested_at)::float8 as elapsed_seconds,
      files_deleted + models_deleted as done,
      files_deleted + models_deleted + jsonb_array_length(models) as total
    from avatar_removals
    where owner_id = ${Actor.userId()} and status <> 'finished'
    order by avatar_id
    limit ${most}
  `;
  const quietSeconds = scaled(quietTime) / 1_000;
  return rows.map(({ elapsedSeconds, ...run }) => ({
    ...run,
    kind: "removal",
    step: null,
    progress: Math.min(0.95, elapsedSeconds / quietSeconds),
    // After that it waits for a provider, which may take a day.
    etaSeconds: elapsedSeconds < quietSeconds ? Math.ceil(quietSeconds - elapsedSeconds) : null,
  }));
}
