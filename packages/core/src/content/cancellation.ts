import { Attempt } from "../generation/index.ts";
import { transaction } from "../kit/db.ts";
import { ProviderError } from "../kit/error.ts";
import { send } from "../kit/outbox.ts";
import * as Replicate from "../provider/replicate.ts";
import { withRetry } from "../provider/retry.ts";

/**
 * Stops at the provider what a canceled batch still has running there, and has each run collected, which books what
 * it cost. Repeating it is harmless: a run that ended stays as it is.
 */
export async function carryOut(batchId: string): Promise<void> {
  const attempts = await transaction(() => Attempt.listCanceled(batchId));
  for (const { providerId, id: attemptId } of attempts) {
    if (!providerId) continue;
    await withRetry(() => Replicate.cancelPrediction(providerId)).catch((error) => {
      // It ended before us, or the provider forgot it: the collector will see which.
      if (!(error instanceof ProviderError && !error.retryable)) throw error;
    });
    await transaction(() =>
      send("provider-event", { provider: "replicate", kind: "prediction", id: providerId, attemptId }),
    );
  }
  // What is being bought this moment has no name yet to be stopped by: the message comes again.
  const unanswered = attempts.filter(({ providerId }) => providerId === null).length;
  if (unanswered > 0) {
    throw new ProviderError("replicate", `${unanswered} purchases to cancel have no answer yet.`, {
      retryable: true,
      code: "purchase_unanswered",
    });
  }
}
