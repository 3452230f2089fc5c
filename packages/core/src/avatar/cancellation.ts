import { Attempt } from "../generation/index.ts";
import { transaction } from "../kit/db.ts";
import { ProviderError } from "../kit/error.ts";
import { send } from "../kit/outbox.ts";
import * as Replicate from "../provider/replicate.ts";
import { withRetry } from "../provider/retry.ts";
import * as Setup from "./setup.ts";

/**
 * Carries out a cancel: stops the machine, stops what runs at the provider, and has each run collected, which
 * books what it really cost. Repeating it is harmless.
 */
export async function carryOut(avatarId: string, runId: string): Promise<void> {
  await Setup.stop(runId);
  const attempts = await transaction(() => Attempt.listOpen(avatarId));
  for (const attempt of attempts) {
    const { providerId, id: attemptId, subjectKind } = attempt;
    // Without the provider's id the reconciler finds the run and the collector settles it.
    if (!providerId) continue;
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
}
