import * as Actor from "../kit/actor.ts";
import { deadline } from "../kit/clock.ts";
import { crashPoint } from "../kit/crash-point.ts";
import { sql, transaction } from "../kit/db.ts";
import { ProviderError } from "../kit/error.ts";
import { log } from "../kit/log.ts";
import * as Ledger from "../provider/ledger.ts";
import * as Replicate from "../provider/replicate.ts";
import { withRetry } from "../provider/retry.ts";
import * as Tab from "../provider/tab.ts";
import { isUnreadablePicture } from "../provider/unreadable-picture.ts";
import * as Attempt from "./attempt.ts";
import * as File from "./file.ts";
import type { Failers, Inspectors, Look } from "./finisher.ts";
import { columns, find, retryOrFail } from "./generation.ts";
import { runOf } from "./match.ts";
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
  const run = await look(pointer.id);
  if (!run || !Replicate.isEnded(run)) return;
  const attempt = await Attempt.adopt(pointer.id, pointer.attemptId, async (named) =>
    (await runOf(named))(run),
  );
  if (!attempt) {
    log.warn("prediction_unknown", { predictionId: pointer.id, attemptId: pointer.attemptId });
    return;
  }
  await Actor.asUser(attempt.ownerId, () => settle(attempt, run, domains));
}

/** Undefined for one that the provider does not have and that nobody here waits for. */
async function look(id: string): Promise<Replicate.Run | undefined> {
  try {
    return await withRetry(() => Replicate.getPrediction(id));
  } catch (error) {
    if (!(error instanceof ProviderError && error.code === "http_404")) throw error;
    const known = await Actor.asSystem("collect", () => transaction(() => Attempt.knownProviderIds([id])));
    if (known.size > 0) throw error;
    log.warn("prediction_unknown", { predictionId: id });
    return undefined;
  }
}

async function settle(attempt: Attempt.Info, run: Replicate.Run, domains: Domains): Promise<void> {
  if (run.status !== "succeeded") return settleFailure(attempt, run, failureOf(run), domains);
  const claimed = await claim(attempt, domains);
  if (!claimed) return settleDuplicate(attempt, run);
  const { generation, look, until } = claimed;
  const tab = Tab.open();
  crashPoint("collect.claimed");
  try {
    const file = await File.find(attempt, run);
    if (!file) return await giveUp(failureOf(run));
    const record = await tab.run(() => File.check(attempt, look, file));
    crashPoint("collect.stored");
    await transaction(async () => {
      await Attempt.end(attempt.id, "succeeded");
      const [[won]] = await Promise.all([
        succeed(generation.id),
        tab.book({ booking: bookingOf(attempt, run) }),
      ]);
      // Not when another collector was faster. Asked for again after a cancel, it is here already.
      if (won) await record();
    });
    crashPoint("collect.recorded");
  } catch (error) {
    await tab.ended();
    if (isUnreadablePicture(error)) {
      return giveUp({ code: error.code, message: error.message, isFinal: true });
    }
    // The picture stays where it was, for the next delivery.
    await transaction(async () => void (await Promise.all([tab.close(), release(generation.id, until)])));
    throw error;
  }

  /** The purchase is void. */
  function giveUp(failure: Failure & { isFinal?: boolean }): Promise<void> {
    return transaction(async () => {
      await tab.close();
      await release(generation.id, until);
      await settleFailure(attempt, run, failure, domains);
    });
  }
}

/** In the caller's transaction; empty when it was settled before. */
function succeed(id: string): Promise<{ id: string }[]> {
  return sql`
    update generations
    set status = 'succeeded', error_code = null, error_message = null, finished_at = now(), collecting_until = null
    where id = ${id} and owner_id = ${Actor.userId()} and status not in ('succeeded', 'failed')
    returning id
  `;
}

type Claimed = { generation: Info; look: Look; until: Date };

/**
 * Takes the picture over, alone until `until`; undefined where somebody else has it or nobody wants it any more. Not
 * for an attempt that has ended: told of once more, it would put the picture it brought then in the place of another
 * one that was asked for since.
 */
async function claim(
  { id: attemptId, subjectId }: Attempt.Info,
  { inspectors }: Domains,
): Promise<Claimed | undefined> {
  return transaction(async () => {
    const until = deadline(collectTime);
    const [generation] = await sql<[Info?]>`
      update generations
      set status = case when status = 'canceled' then status else 'collecting' end,
        deadline_at = ${until}, collecting_until = ${until}
      where id = ${subjectId} and owner_id = ${Actor.userId()}
        and exists (
          select from attempts
          where attempts.id = ${attemptId} and attempts.owner_id = ${Actor.userId()}
            and attempts.status in ('claimed', 'unknown', 'submitted', 'lost')
        )
        and (collecting_until is null or collecting_until < now())
        and (
          -- A canceled one was bought before the cancel: it is paid for, so its domain may keep it.
          status in ('queued', 'submitted', 'canceled')
          or (status = 'collecting' and deadline_at < now())
        )
      returning ${columns()}
    `;
    if (!generation) return undefined;
    const look = await inspectors[generation.kind](generation);
    if (look) return { generation, look, until };
    await sql`
      update generations
      set status = 'canceled', finished_at = coalesce(finished_at, now()), collecting_until = null
      where id = ${subjectId} and owner_id = ${Actor.userId()}
    `;
    return undefined;
  });
}

/** Gives a picture back, unless the time for it is over and another collector has it. In the caller's transaction. */
async function release(id: string, until: Date): Promise<void> {
  await sql`
    update generations
    set status = case when status = 'collecting' then 'submitted' else status end, collecting_until = null
    where id = ${id} and owner_id = ${Actor.userId()} and collecting_until = ${until}
  `;
}

/**
 * The picture was settled before, or nobody wants it: what was bought is booked all the same. While somebody else has
 * it nothing is done: should that one die, the attempt has to be open still.
 */
async function settleDuplicate(attempt: Attempt.Info, run: Replicate.Run): Promise<void> {
  await transaction(async () => {
    const [held] = await sql<[{ id: string }?]>`
      select id
      from generations
      where id = ${attempt.subjectId} and owner_id = ${Actor.userId()} and collecting_until >= now()
    `;
    if (held) return;
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
    const ended = await Attempt.end(attempt.id, run.status === "canceled" ? "canceled" : "failed", failure);
    await chargeRun(attempt, run);
    // Neither a second delivery nor an attempt that was given up before may put back the picture of the attempt
    // that followed.
    if (ended !== "open") return;
    const generation = await find(attempt.subjectId);
    if (!generation) return;
    const isFailed = await retryOrFail(generation, failure);
    if (isFailed) await domains.failers[generation.kind](generation, failure);
  });
}

const chargeRun = (attempt: Attempt.Info, run: Replicate.Run): Promise<void> =>
  Ledger.book([bookingOf(attempt, run)]);

function bookingOf(attempt: Attempt.Info, run: Replicate.Run): Ledger.Booking {
  return {
    provider: "replicate",
    providerRef: run.id,
    charges: Replicate.chargesOf(run, { kind: "image", model: attempt.model }),
    purpose: {
      avatarId: attempt.avatarId,
      batchId: attempt.batchId ?? undefined,
      subjectId: attempt.subjectId,
    },
  };
}

/** Why a run brought nothing. A refusal for its content would come again with the same seed, so it is final. */
function failureOf(run: Replicate.Run): Failure & { isFinal?: boolean } {
  const message = typeof run.error === "string" ? run.error : `The prediction ended as ${run.status}.`;
  if (/nsfw/i.test(message)) return { code: "provider_safety", message, isFinal: true };
  if (run.status === "succeeded") {
    const isGone = Replicate.outputUrls(run).length > 0;
    return isGone
      ? { code: "file_gone", message: "The provider does not have the picture's file any more." }
      : { code: "no_output", message: "The prediction succeeded without a picture." };
  }
  return { code: /\b(E\d{4})\b/.exec(message)?.[1] ?? `prediction_${run.status}`, message };
}
