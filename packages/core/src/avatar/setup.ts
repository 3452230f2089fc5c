import { Generation } from "../generation/index.ts";
import * as Actor from "../kit/actor.ts";
import { deadline } from "../kit/clock.ts";
import { crashPoint } from "../kit/crash-point.ts";
import { sql, transaction } from "../kit/db.ts";
import { AppError } from "../kit/error.ts";
import { createId } from "../kit/id.ts";
import { publish } from "../kit/outbox.ts";
import * as Avatar from "./avatar.ts";
import * as AvatarEvent from "./event.ts";
import * as Lora from "./lora.ts";
import type { Info, SetupStep } from "./schema.ts";
import { requireRoomForSetup } from "./setup-estimate.ts";
import * as SetupPace from "./setup-pace.ts";
import * as SetupRun from "./setup-run.ts";

/**
 * Asks for a run of the setup machine, in the caller's transaction.
 * Throws AppError `cap_too_low` when what is left to buy does not fit under the avatar's cap.
 */
export async function request(avatarId: string, purpose: SetupRun.Purpose = "setup"): Promise<string> {
  await requireRoomForSetup(await Avatar.get(avatarId));
  const runId = createId("setupRun");
  const deadlineAt = deadline(SetupRun.lookTime);
  await sql`insert into setup_runs ${sql({ id: runId, ownerId: Actor.userId(), avatarId, purpose, deadlineAt })}`;
  await sql`
    update avatars set status = 'training', updated_at = now()
    where id = ${avatarId} and owner_id = ${Actor.userId()}
  `;
  await publish(AvatarEvent.SetupRequested, { avatarId, runId });
  return runId;
}

/** Starts the machine. The run's id names the execution, so a second delivery finds it started. */
export async function begin(avatarId: string, runId: string): Promise<void> {
  const run = await transaction(() => SetupRun.find(runId));
  if (run?.status !== "running") return;
  crashPoint("setup.claimed");
  // For the API, which only asks for a start, its client of Step Functions would be dead weight.
  const { start } = await import("./execution.ts");
  const executionArn = await start(avatarId, runId);
  crashPoint("setup.called");
  await transaction(
    async () =>
      void (await sql`
      update setup_runs set execution_arn = ${executionArn}
      where id = ${runId} and owner_id = ${Actor.userId()}
    `),
  );
}

/**
 * Runs the setup again after it failed or was canceled. Every step first looks for what is there already, so
 * it goes on where it stood.
 * Throws AppError `not_found`, `setup_not_stopped`, `cap_too_low`.
 */
export async function retry(avatarId: string): Promise<Info> {
  return transaction(async () => {
    const avatar = await Avatar.getLocked(avatarId);
    if (avatar.status !== "failed" && avatar.status !== "canceled") {
      throw new AppError(
        "conflict",
        "setup_not_stopped",
        `The setup is ${avatar.status}: there is nothing to retry.`,
      );
    }
    await request(avatarId);
    return Avatar.get(avatarId);
  });
}

/**
 * Cancels the running setup. What was not bought yet is not bought; what runs is stopped at the provider and
 * booked at what it really cost, by the consumer of the event.
 * Throws AppError `not_found`, `setup_not_running`.
 */
export async function cancel(avatarId: string): Promise<Info> {
  return transaction(async () => {
    await Avatar.get(avatarId);
    const [run] = await sql<[{ id: string; purpose: SetupRun.Purpose }?]>`
      update setup_runs set status = 'canceled', ended_at = now()
      where avatar_id = ${avatarId} and owner_id = ${Actor.userId()} and status = 'running'
      returning id, purpose
    `;
    if (!run)
      throw new AppError("conflict", "setup_not_running", "No setup is running: there is nothing to cancel.");
    // Pictures before the avatar: a collector that settles one locks them in this order.
    await Generation.cancelQueued(avatarId);
    await sql`
      update avatars set status = ${stoppedAs(run.purpose, "canceled")}, updated_at = now()
      where id = ${avatarId} and owner_id = ${Actor.userId()}
    `;
    // Those that were asked for while we looked; no more are from here on.
    await Generation.cancelQueued(avatarId);
    // The avatar before its versions: so does a training that is bought this moment.
    await sql`
      update lora_versions set status = 'canceled'
      where avatar_id = ${avatarId} and owner_id = ${Actor.userId()} and status = 'pending'
    `;
    if (run.purpose === "training") await endUnbought(avatarId, "canceled");
    await publish(AvatarEvent.SetupCanceled, { avatarId, runId: run.id });
    return Avatar.get(avatarId);
  });
}

/**
 * Writes down that a step begins, which ends the one that was waited for before it. Answers whether the run
 * still wants it: a canceled one does not.
 */
export async function beginStep(runId: string, step: SetupStep): Promise<boolean> {
  return transaction(async () => {
    const run = await SetupRun.find(runId);
    if (run?.status !== "running") return false;
    await sql`
      update setup_steps set status = 'succeeded', ended_at = now()
      where run_id = ${runId} and owner_id = ${Actor.userId()} and status = 'running' and step <> ${step}
    `;
    await sql`
      insert into setup_steps ${sql({ runId, step, ownerId: Actor.userId(), status: "running" })}
      on conflict (run_id, step) do update
      set status = 'running', attempts = setup_steps.attempts + 1, ended_at = null, error_code = null,
        error_message = null
    `;
    return true;
  });
}

/** Writes down how a step ended. */
export async function endStep(
  runId: string,
  step: SetupStep,
  failure?: { code: string; message: string },
): Promise<void> {
  await transaction(
    async () =>
      void (await sql`
      update setup_steps
      set status = ${failure ? "failed" : "succeeded"}, ended_at = now(),
        error_code = ${failure?.code ?? null}, error_message = ${failure?.message ?? null}
      where run_id = ${runId} and step = ${step} and owner_id = ${Actor.userId()}
    `),
  );
}

/** Ends the run well: the avatar is ready to produce. Twice is once. */
export async function finish(avatarId: string, runId: string): Promise<void> {
  await transaction(async () => {
    const [ended] = await sql<[{ purpose: SetupRun.Purpose }?]>`
      update setup_runs set status = 'succeeded', ended_at = now()
      where id = ${runId} and owner_id = ${Actor.userId()} and status = 'running'
      returning purpose
    `;
    if (!ended) return;
    await SetupPace.record(avatarId, runId, ended.purpose);
    await sql`
      update avatars set status = 'ready', updated_at = now()
      where id = ${avatarId} and owner_id = ${Actor.userId()}
    `;
    await publish(AvatarEvent.Ready, { avatarId });
  });
}

/** Ends the run for a person to review the dataset; an approval asks for the next run. Twice is once. */
export async function pause(avatarId: string, runId: string): Promise<void> {
  await transaction(async () => {
    const [ended] = await sql<[{ id: string }?]>`
      update setup_runs set status = 'paused', ended_at = now()
      where id = ${runId} and owner_id = ${Actor.userId()} and status = 'running'
      returning id
    `;
    if (!ended) return;
    await sql`
      update avatars set status = 'review', updated_at = now()
      where id = ${avatarId} and owner_id = ${Actor.userId()}
    `;
  });
}

/** A persona that could produce before a further training stopped can still: its version is the active one. */
const stoppedAs = (purpose: SetupRun.Purpose, status: "failed" | "canceled"): Info["status"] =>
  purpose === "training" ? "ready" : status;

/**
 * Ends the version of a further training that is not at the provider: nobody goes on with it, since the next training
 * is a version of its own. A setup's own goes on when it is retried. In the caller's transaction.
 */
async function endUnbought(
  avatarId: string,
  status: "failed" | "canceled",
  failure?: { code: string; message: string },
): Promise<void> {
  await sql`
    update lora_versions as version
    set status = ${status}, error_code = ${failure?.code ?? null}, error_message = ${failure?.message ?? null}
    where version.avatar_id = ${avatarId} and version.owner_id = ${Actor.userId()}
      and version.status in ('pending', 'training')
      and not exists (
        select from attempts
        where attempts.subject_id = version.id and attempts.owner_id = version.owner_id
          and attempts.status in ('claimed', 'unknown', 'submitted')
      )
  `;
}

/** Ends the run badly, with the step and the reason for the operator. Twice is once. */
export async function recordFailure(
  avatarId: string,
  runId: string,
  failure: { code: string; message: string },
): Promise<void> {
  await transaction(async () => {
    const [step] = await sql<[{ step: string; errorCode: string | null; errorMessage: string | null }?]>`
      select step, error_code, error_message
      from setup_steps
      where run_id = ${runId} and owner_id = ${Actor.userId()} and status <> 'succeeded'
      order by started_at desc
      limit 1
    `;
    const code = step?.errorCode ?? failure.code;
    const message = step?.errorMessage ?? failure.message;
    const [ended] = await sql<[{ id: string; purpose: SetupRun.Purpose }?]>`
      update setup_runs
      set status = 'failed', ended_at = now(), error_step = ${step?.step ?? null}, error_code = ${code},
        error_message = ${message}
      where id = ${runId} and owner_id = ${Actor.userId()} and status = 'running'
      returning id, purpose
    `;
    if (!ended) return;
    await sql`
      update avatars set status = ${stoppedAs(ended.purpose, "failed")}, updated_at = now()
      where id = ${avatarId} and owner_id = ${Actor.userId()}
    `;
    if (ended.purpose === "training") await endUnbought(avatarId, "failed", { code, message });
    await Lora.askToKeep(avatarId);
    await publish(AvatarEvent.SetupFailed, { avatarId, runId });
  });
}
