import { trainingSeconds } from "../cost/estimate.ts";
import * as Actor from "../kit/actor.ts";
import { sql } from "../kit/db.ts";
import { type Info, type SetupStep, trainingParameters } from "./schema.ts";
import type { Purpose } from "./setup-run.ts";

/** Seconds that steps took here, as far as any setup has ended. */
export type Pace = Partial<Record<SetupStep, number>>;

// Later setups count more than the first ones: providers and machines change.
const remembered = 10;

/** The pace of setups with a preset, as an expression: `name` is how the statement calls the avatar. */
export const paceOf = (name: "avatar" | "avatars") => sql`
  (select coalesce(jsonb_object_agg(step, seconds), '{}') from step_paces where preset = ${sql(name)}.preset)
`;

/**
 * Remembers how long the steps of a setup took that has ended well, in its transaction. A step that found its result
 * there already took no time: of the runs that it needed, the longest counts. A further training only trains.
 */
export async function record(avatarId: string, runId: string, purpose: Purpose): Promise<void> {
  const training = ["train-lora", "copy-weights"] as const satisfies SetupStep[];
  const counted =
    purpose === "training" ? sql`and step.step in ${sql(training)} and run.id = ${runId}` : sql``;
  await sql`
    insert into step_paces (step, preset, seconds)
    select step.step, avatar.preset, max(extract(epoch from step.ended_at - step.started_at))
    from setup_steps as step
    join setup_runs as run on run.id = step.run_id and run.purpose = ${purpose}
    join avatars as avatar on avatar.id = run.avatar_id
    where avatar.id = ${avatarId} and avatar.owner_id = ${Actor.userId()} and step.status = 'succeeded' ${counted}
    group by step.step, avatar.preset
    -- Two setups that end at once take the rows in one order.
    order by step.step
    on conflict (step, preset) do update
    set seconds = step_paces.seconds
        + (excluded.seconds - step_paces.seconds) / least(step_paces.runs + 1, ${remembered}),
      runs = step_paces.runs + 1
  `;
}

/**
 * Seconds a step takes in all: by its own count, where it has one (`counted`), else by what was measured here, else
 * by what the providers document, which passes `timeScale` times as fast.
 */
export function expectedSeconds(
  step: SetupStep,
  preset: Info["preset"],
  { pace, timeScale, counted }: { pace: Pace; timeScale: number; counted?: number | undefined },
): number {
  return counted ?? pace[step] ?? documentedSeconds(step, preset) / timeScale;
}

/** What a run of equal things takes in all, from how fast they came so far; undefined before the first. */
export const secondsByCount = (run: { done: number; total: number; elapsedSeconds: number }) =>
  run.done > 0 ? (run.elapsedSeconds / run.done) * run.total : undefined;

function documentedSeconds(step: SetupStep, preset: Info["preset"]): number {
  switch (step) {
    case "generate-dataset":
      return 60;
    case "train-lora":
      return trainingSeconds(trainingParameters[preset].steps) + 60;
    case "write-identity":
      return 15;
    default:
      return 5;
  }
}
