import { Budget, pictureNanos } from "../cost/index.ts";
import * as Actor from "../kit/actor.ts";
import { scaled } from "../kit/clock.ts";
import { setting } from "../kit/config.ts";
import { crashPoint } from "../kit/crash-point.ts";
import { sql, transaction } from "../kit/db.ts";
import { messageOf, ProviderError } from "../kit/error.ts";
import { send } from "../kit/outbox.ts";
import * as Limit from "../provider/limit.ts";
import * as Replicate from "../provider/replicate.ts";
import { withRetry } from "../provider/retry.ts";
import * as Storage from "../provider/storage.ts";
import * as Attempt from "./attempt.ts";
import type { Failers } from "./finisher.ts";
import { columns, queueTime, retryOrFail } from "./generation.ts";
import type { Failure, Info } from "./schema.ts";

/**
 * Buys the picture of a generation, once: the attempt is written first, and a call without an answer is left
 * to the reconciler, never repeated. Does nothing for one that is not queued; one that the cap forbids has failed.
 */
export async function submit(generationId: string, failers: Failers): Promise<void> {
  const wait = await Limit.replicateCreation();
  if (wait > 0) return postpone(generationId, wait);
  const claimed = await claim(generationId).catch((error: unknown) => {
    if (!Budget.isCapReached(error)) throw error;
    return refuse(generationId, { code: error.code, message: error.message }, failers);
  });
  if (!claimed) return;
  const { generation, attemptId } = claimed;
  crashPoint("generation.claimed");
  try {
    const purchase = {
      model: generation.model,
      input: await inputOf(generation),
      webhook: webhookOf(attemptId),
    };
    const run = await buyHeld(attemptId, () => Replicate.createPrediction(purchase), 3);
    if (!run) return;
    crashPoint("generation.called");
    await Attempt.recordSubmitted(attemptId, "generation", run.id);
    crashPoint("generation.recorded");
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    await recordFailure(generation, attemptId, error, failers);
  }
}

/**
 * Makes a create call, again while it is refused for the moment, and each time only while the attempt is still
 * ours: after a long wait it may have been given up, and another have followed it.
 * @returns undefined when it was given up.
 */
export async function buyHeld(
  attemptId: string,
  call: () => Promise<Replicate.Run>,
  attempts?: number,
): Promise<Replicate.Run | undefined> {
  return withRetry(async (index) => (index === 0 || (await Attempt.renew(attemptId)) ? call() : undefined), {
    isPurchase: true,
    // Replicate's "resets in ~30s" is longer than a function may wait beside its other messages.
    longestWait: { seconds: 2 },
    ...(attempts === undefined ? {} : { attempts }),
  });
}

async function claim(generationId: string): Promise<{ generation: Info; attemptId: string } | undefined> {
  return transaction(async () => {
    const [generation] = await sql<[Info?]>`
      update generations
      set status = 'submitted', attempts = attempts + 1
      where id = ${generationId} and owner_id = ${Actor.userId()} and status = 'queued'
      returning ${columns()}
    `;
    if (!generation) return undefined;
    const { avatarId, batchId, model } = generation;
    const attemptId = await Attempt.claim({
      avatarId,
      batchId,
      model,
      subjectKind: "generation",
      subjectId: generationId,
      expectedNanos: pictureNanos(model),
    });
    return attemptId ? { generation, attemptId } : undefined;
  });
}

/** Gives a picture up that may not be bought any more; it can be asked for again. */
async function refuse(generationId: string, failure: Failure, failers: Failers): Promise<undefined> {
  await transaction(async () => {
    const [generation] = await sql<[Info?]>`
      update generations
      set status = 'failed', error_code = ${failure.code}, error_message = ${failure.message}, finished_at = now()
      where id = ${generationId} and owner_id = ${Actor.userId()} and status = 'queued'
      returning ${columns()}
    `;
    if (generation) await failers[generation.kind](generation, failure);
  });
}

async function inputOf(generation: Info): Promise<Record<string, unknown>> {
  const reference = generation.referenceKey
    ? { input_image: await Storage.presignedUrl(generation.referenceKey) }
    : {};
  return { ...generation.input, ...reference, seed: generation.seed };
}

/** The provider has no idempotency key, so our own id travels in the address it will call. */
export function webhookOf(
  attemptId: string,
  kind: "prediction" | "training" = "prediction",
): string | undefined {
  const url = process.env.REPLICATE_WEBHOOK_URL;
  return url ? `${setting("REPLICATE_WEBHOOK_URL")}?attempt=${attemptId}&kind=${kind}` : undefined;
}

async function recordFailure(
  generation: Info,
  attemptId: string,
  error: ProviderError,
  failers: Failers,
): Promise<void> {
  if (error.outcomeUnknown) return Attempt.recordUnknown(attemptId, messageOf(error));
  await transaction(async () => {
    const failure = { code: error.code, message: error.message };
    // One that was given up meanwhile may have been followed by another.
    if ((await Attempt.end(attemptId, "failed", failure)) !== "open") return;
    // Being told to come later is no failure of the picture's, however often.
    const isBusy = error.code === "http_429";
    const askedMs = error.retryAfterMs ?? (isBusy ? 30_000 : undefined);
    const waitMs = askedMs === undefined ? undefined : scaled({ milliseconds: askedMs });
    const isFailed = await retryOrFail(generation, {
      ...failure,
      isFinal: !error.retryable,
      isCounted: !isBusy,
      ...(waitMs === undefined ? {} : { waitMs }),
    });
    if (isFailed) await failers[generation.kind](generation, failure);
  });
}

/**
 * Puts the message back for later. The sweep sends none beside it, and one that nobody waits for any more is dropped:
 * otherwise each round of a long wait would leave another message, and each of them takes a place.
 */
async function postpone(generationId: string, waitMs: number): Promise<void> {
  await transaction(async () => {
    const [waiting] = await sql<[{ id: string }?]>`
      update generations set deadline_at = ${new Date(Date.now() + waitMs + scaled(queueTime))}
      where id = ${generationId} and owner_id = ${Actor.userId()} and status = 'queued'
      returning id
    `;
    if (!waiting) return;
    await send("generation", { generationId }, { delaySeconds: Math.min(900, Math.ceil(waitMs / 1000)) });
  });
}
