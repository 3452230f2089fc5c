import { Attempt } from "../generation/index.ts";
import * as Actor from "../kit/actor.ts";
import { sql, transaction } from "../kit/db.ts";
import { resolveTask } from "../kit/outbox.ts";
import * as Ledger from "../provider/ledger.ts";
import * as Replicate from "../provider/replicate.ts";
import * as Lora from "./lora.ts";

/** Writes down how a training ended, books it and answers the machine. Twice is once. */
export async function settle(attempt: Attempt.Info, run: Replicate.Run): Promise<void> {
  await transaction(async () => {
    const output = run.status === "succeeded" ? Replicate.trainingOutput(run) : undefined;
    const failure = output ? undefined : failureOf(run);
    const badEnd = run.status === "canceled" ? "canceled" : "failed";
    const ended = await Attempt.end(attempt.id, output ? "succeeded" : badEnd, failure);
    const charges = Replicate.chargesOf(run, { kind: "training", model: attempt.model });
    await Ledger.charge("replicate", run.id, charges, {
      avatarId: attempt.avatarId,
      subjectId: attempt.subjectId,
    });
    if (!ended) return;
    if (output) {
      await Lora.recordTrained(attempt.subjectId, {
        providerVersion: output.version.split(":").at(-1) ?? output.version,
        weightsUrl: output.weights,
      });
      await answer(attempt.subjectId, { output: { loraVersionId: attempt.subjectId } });
    } else if (ended === "open") {
      // One that was given up before says nothing of the attempt that followed it, nor one that is late of what is there.
      const version = await Lora.find(attempt.subjectId);
      if (version?.status !== "pending" && version?.status !== "training") return;
      await Lora.setStatus(attempt.subjectId, badEnd, failure);
      const isOver = await wasBoughtBefore(attempt, run);
      const error = isOver ? "RetryableProviderError" : "TrainingFailed";
      await answer(attempt.subjectId, { error, cause: failure?.message ?? "" });
    }
  });
}

/**
 * Whether a training was stopped for a run that was canceled, while the next one waits for it already: that one only
 * has to begin another. One that was canceled in its own run was so by somebody at the provider.
 */
async function wasBoughtBefore(attempt: Attempt.Info, { status }: Replicate.Run): Promise<boolean> {
  if (status !== "canceled" && status !== "aborted") return false;
  const [current] = await sql<[{ startedAt: Date }?]>`
    select started_at
    from setup_runs
    where avatar_id = ${attempt.avatarId} and owner_id = ${Actor.userId()} and status = 'running'
  `;
  return current !== undefined && current.startedAt > attempt.createdAt;
}

/** Why a training brought nothing. */
function failureOf(run: Replicate.Run): { code: string; message: string } {
  if (run.status === "succeeded") {
    const message = "The training succeeded without weights. Retry the setup: it trains again.";
    return { code: "training_no_output", message };
  }
  const message = typeof run.error === "string" ? run.error : `The training ended as ${run.status}.`;
  return { code: `training_${run.status}`, message };
}

/** Answers the step that waits for a version, in the caller's transaction. */
export async function answer(
  loraVersionId: string,
  result: Parameters<typeof resolveTask>[1],
): Promise<void> {
  const [row] = await sql<[{ taskToken: string | null }?]>`
    select task_token from lora_versions where id = ${loraVersionId} and owner_id = ${Actor.userId()}
  `;
  if (row?.taskToken) await resolveTask(row.taskToken, result);
}
