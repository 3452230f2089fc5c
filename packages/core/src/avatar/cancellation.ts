import { Attempt } from "../generation/index.ts";
import { transaction } from "../kit/db.ts";
import { ProviderError } from "../kit/error.ts";
import { send } from "../kit/outbox.ts";
import * as Replicate from "../provider/replicate.ts";
import { withRetry } from "../provider/retry.ts";
import * as Avatar from "./avatar.ts";
import * as Lora from "./lora.ts";

/**
 * Carries out a cancel: stops the machine, stops what runs at the provider, and has each run collected, which
 * books what it really cost. Repeating it is harmless.
 */
export async function carryOut(avatarId: string, runId: string): Promise<void> {
  const { stop } = await import("./execution.ts");
  await stop(runId);
  await transaction(() => Lora.askToKeep(avatarId));
  // What a batch bought is not the setup's to stop.
  const open = await transaction(() => Attempt.listOpen(avatarId));
  const attempts = open.filter(({ batchId }) => batchId === null);
  let unanswered = 0;
  for (const { providerId, id: attemptId, subjectKind, subjectId } of attempts) {
    // Started again meanwhile: the new run goes on with what is bought, but not with a version before its own.
    const avatar = await transaction(() => Avatar.find(avatarId));
    if (!avatar) return;
    if (avatar.status === "training" && !(await transaction(() => isOutdated(avatarId, subjectId)))) continue;
    if (!providerId) {
      unanswered++;
      continue;
    }
    const isTraining = subjectKind === "training";
    await withRetry(() =>
      isTraining ? Replicate.cancelTraining(providerId) : Replicate.cancelPrediction(providerId),
    ).catch((error) => {
      // It ended before us, or the provider forgot it: the collector will see which.
      if (!(error instanceof ProviderError && !error.retryable)) throw error;
    });
    const kind = isTraining ? "training" : "prediction";
    await transaction(() =>
      send("provider-event", { provider: "replicate", kind, id: providerId, attemptId }),
    );
  }
  // What is being bought this moment has no name yet to be stopped by: the message comes again.
  if (unanswered > 0) {
    throw new ProviderError("replicate", `${unanswered} purchases to cancel have no answer yet.`, {
      retryable: true,
      code: "purchase_unanswered",
    });
  }
}

/** Whether a training is of a version before the one that is wanted now: nobody waits for it. */
async function isOutdated(avatarId: string, subjectId: string): Promise<boolean> {
  const version = await Lora.find(subjectId);
  return version !== undefined && version.version < (await Lora.wantedVersion(avatarId));
}
