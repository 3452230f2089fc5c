import * as Actor from "../kit/actor.ts";
import { deadline } from "../kit/clock.ts";
import { crashPoint } from "../kit/crash-point.ts";
import { sql, transaction } from "../kit/db.ts";
import { ProviderError } from "../kit/error.ts";
import { log } from "../kit/log.ts";
import * as Ledger from "../provider/ledger.ts";
import * as Replicate from "../provider/replicate.ts";
import { withRetry } from "../provider/retry.ts";
import * as Attempt from "./attempt.ts";
import type { Failers, Inspectors } from "./finisher.ts";
import { columns, find, retryOrFail } from "./generation.ts";
import { prepare } from "./picture.ts";
import type { Failure, Info } from "./schema.ts";

export type Domains = { inspectors: Inspectors; failers: Failers };

// Longer than a collector may live; after it another one may take the picture over.
const collectTime = { minutes: 2 };

/**
 * Settles a prediction that a webhook or the poller pointed at. The provider is asked again: the pointer is
 * only a hint. A prediction that still runs, or that nobody here bought, changes nothing.
 */
export async function collect(
  pointer: { id: string; attemptId?: string | undefined },
  domains: Domains,
): Promise<void> {
  const run = await withRetry(() => Replicate.getPrediction(pointer.id));
  if (!Replicate.isEnded(run)) return;
  const attempt = await Attempt.adopt(pointer.id, pointer.attemptId, (named) => isRunOf(named, run));
  if (!attempt) {
    log.warn("prediction_unknown", { predictionId: pointer.id, attemptId: pointer.attemptId });
    return;
  }
  await Actor.asUser(attempt.ownerId, () => settle(attempt, run, domains));
}

async function isRunOf(attempt: Attempt.Info, run: Replicate.Run): Promise<boolean> {
  const [row] = await sql<[{ seed: number }?]>`select seed from generations where id = ${attempt.subjectId}`;
  return row !== undefined && run.input?.seed === row.seed;
}

async function settle(attempt: Attempt.Info, run: Replicate.Run, domains: Domains): Promise<void> {
  const url = run.status === "succeeded" ? Replicate.outputUrls(run)[0] : undefined;
  if (!url) return settleFailure(attempt, run, failureOf(run), domains);
  const generation = await claim(attempt.subjectId);
  if (!generation) return settleDuplicate(attempt, run);
  crashPoint("collect.claimed");
  try {
    const bytes = await withRetry(() => Replicate.download(url));
    const record = await domains.inspectors[generation.kind](generation, await prepare(bytes));
    crashPoint("collect.stored");
    await transaction(async () => {
      await Attempt.end(attempt.id, "succeeded");
      await chargeRun(attempt, run);
      await sql`
        update generations
        set status = 'succeeded', error_code = null, error_message = null, finished_at = now()
        where id = ${generation.id} and owner_id = ${Actor.userId()} and status = 'collecting'
      `;
      await record();
    });
    crashPoint("collect.recorded");
  } catch (error) {
    // The file is gone or is no picture: the purchase is void and another may be made. Anything else leaves
    // the picture where it was, for the next delivery.
    if (error instanceof ProviderError && voidFiles.has(error.code)) {
      return settleFailure(attempt, run, { code: error.code, message: error.message }, domains);
    }
    await release(generation.id);
    throw error;
  }
}

const voidFiles = new Set(["http_404", "http_410", "unreadable_picture"]);

async function claim(id: string): Promise<Info | undefined> {
  return transaction(async () => {
    const [claimed] = await sql<[Info?]>`
      update generations
      set status = 'collecting', deadline_at = ${deadline(collectTime)}
      where id = ${id} and owner_id = ${Actor.userId()}
        and (status in ('queued', 'submitted') or (status = 'collecting' and deadline_at < now()))
      returning ${columns()}
    `;
    return claimed;
  });
}

async function release(id: string): Promise<void> {
  await transaction(
    async () =>
      void (await sql`
      update generations
      set status = 'submitted'
      where id = ${id} and owner_id = ${Actor.userId()} and status = 'collecting'
    `),
  );
}

/** Somebody else holds the picture, has settled it, or it was canceled: what was bought is booked all the same. */
async function settleDuplicate(attempt: Attempt.Info, run: Replicate.Run): Promise<void> {
  await transaction(async () => {
    const generation = await find(attempt.subjectId);
    if (generation?.status === "collecting") return;
    await Attempt.end(attempt.id, "succeeded");
    await chargeRun(attempt, run);
  });
}

async function settleFailure(
  attempt: Attempt.Info,
  run: Replicate.Run,
  failure: Failure & { isFinal?: boolean },
  domains: Domains,
): Promise<void> {
  await transaction(async () => {
    const isFirst = await Attempt.end(attempt.id, run.status === "canceled" ? "canceled" : "failed", failure);
    await chargeRun(attempt, run);
    // A second delivery of the same failure must not put the next attempt's picture back.
    if (!isFirst) return;
    const generation = await find(attempt.subjectId);
    if (!generation) return;
    const isFailed = await retryOrFail(generation, failure);
    if (isFailed) await domains.failers[generation.kind](generation, failure);
  });
}

function chargeRun(attempt: Attempt.Info, run: Replicate.Run): Promise<void> {
  const purpose = {
    avatarId: attempt.avatarId,
    batchId: attempt.batchId ?? undefined,
    subjectId: attempt.subjectId,
  };
  return Ledger.charge(
    "replicate",
    run.id,
    Replicate.chargesOf(run, { kind: "image", model: attempt.model }),
    purpose,
  );
}

/** Why a run brought nothing. A refusal for its content would come again with the same seed, so it is final. */
function failureOf(run: Replicate.Run): Failure & { isFinal?: boolean } {
  const message = typeof run.error === "string" ? run.error : `The prediction ended as ${run.status}.`;
  if (/nsfw/i.test(message)) return { code: "provider_safety", message, isFinal: true };
  if (run.status === "succeeded")
    return { code: "no_output", message: "The prediction succeeded without a picture." };
  return { code: /\b(E\d{4})\b/.exec(message)?.[1] ?? `prediction_${run.status}`, message };
}
