import * as Actor from "../kit/actor.ts";
import { sql } from "../kit/db.ts";
import type { SetupStep } from "./schema.ts";

/** What a run is for: making the persona ready, or training a further version of one that is. */
export type Purpose = "setup" | "training";
export type Run = {
  id: string;
  purpose: Purpose;
  status: "running" | "paused" | "succeeded" | "failed" | "canceled";
  errorStep: string | null;
  errorCode: string | null;
  errorMessage: string | null;
  startedAt: Date;
  endedAt: Date | null;
};
export type StepRow = {
  step: SetupStep;
  status: "running" | "succeeded" | "failed";
  attempts: number;
  errorCode: string | null;
  errorMessage: string | null;
  startedAt: Date;
  endedAt: Date | null;
};

/** How often a running run's machine is asked whether it still goes on: more than a start and its retries take. */
export const lookTime = { minutes: 10 };

/** The newest run with its steps; undefined before a face is locked. */
export async function findLatest(avatarId: string): Promise<{ run: Run; steps: StepRow[] } | undefined> {
  const [run] = await sql<[Run?]>`
    select ${runColumns()}
    from setup_runs
    where avatar_id = ${avatarId} and owner_id = ${Actor.userId()}
    order by id desc
    limit 1
  `;
  if (!run) return undefined;
  const steps = await sql<StepRow[]>`
    select step, status, attempts, error_code, error_message, started_at, ended_at
    from setup_steps
    where run_id = ${run.id} and owner_id = ${Actor.userId()}
    order by started_at
  `;
  return { run, steps };
}

const runColumns = () =>
  sql`id, purpose, status, error_step, error_code, error_message, started_at, ended_at`;

/** One run; undefined where it is not the actor's. */
export async function find(runId: string): Promise<Run | undefined> {
  const [run] = await sql<[Run?]>`
    select ${runColumns()} from setup_runs where id = ${runId} and owner_id = ${Actor.userId()}
  `;
  return run;
}
