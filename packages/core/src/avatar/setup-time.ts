import { sql } from "../kit/db.ts";
import type { SetupStep } from "./schema.ts";

/** What a step took and in how many runs; a step that never ended is absent. */
export type StepTimes = Partial<Record<SetupStep, { seconds: number; runs: number }>>;

/** Seconds that the trainings of `version` took, all its attempts together, as an expression. */
export const trainedSeconds = () => sql`
  (
    select sum(extract(epoch from settled_at - created_at))
    from attempts
    where subject_id = version.id and subject_kind = 'training'
  )
`;

/**
 * What each step of an avatar's setup took, all its runs together as in its costs. A training's time is the provider's,
 * by which its version tells it too; the step around it also waits.
 */
export const times = () => sql`
  (
    select coalesce(jsonb_object_agg(step, jsonb_build_object('seconds', seconds, 'runs', runs)), '{}')
    from (
      select step.step, sum(extract(epoch from coalesce(step.ended_at, run.ended_at) - step.started_at))::float8 as seconds,
        count(*) as runs
      from setup_steps as step
      join setup_runs as run on run.id = step.run_id
      where run.avatar_id = avatars.id and run.owner_id = avatars.owner_id and step.step <> 'train-lora'
        and coalesce(step.ended_at, run.ended_at) is not null
      group by step.step
      union all
      select 'train-lora', sum(extract(epoch from settled_at - created_at))::float8, count(*)
      from attempts
      where avatar_id = avatars.id and owner_id = avatars.owner_id and subject_kind = 'training' and settled_at is not null
      having count(*) > 0
    ) as took
  ) as step_times
`;
