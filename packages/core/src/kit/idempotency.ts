import * as Actor from "./actor.ts";
import { sql, transaction } from "./db.ts";
import { AppError } from "./error.ts";

export type Keyed = {
  /** Chosen by the caller, unique among the owner's requests. */
  key: string;
  /** SHA-256 of the request; the same key with another one is a mistake of the caller's. */
  requestHash: string;
  /** The HTTP status of the answer, kept beside it. */
  status: number;
};

/**
 * Does a request's effect at most once per owner and key, and keeps its answer in the transaction of the
 * effect. Requests with the same key queue behind each other; whoever comes later gets the first one's answer,
 * as JSON keeps it (moments are strings). An effect that throws leaves nothing, so its request may be repeated.
 * Throws AppError `idempotency_key_reused` when the key was used for another request.
 */
export async function oncePerKey<T>(
  { key, requestHash, status }: Keyed,
  work: () => Promise<T>,
): Promise<{ answer: T; isReplay: boolean }> {
  return transaction(async () => {
    const ownerId = Actor.userId();
    // Held until the commit: a duplicate that is on its way at the same time waits here and then finds the row.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`${ownerId} ${key}`}, 0))`;
    const [kept] = await sql<[{ requestHash: string; response: T }?]>`
      select request_hash, response from idempotency_keys where owner_id = ${ownerId} and key = ${key}
    `;
    if (kept && kept.requestHash !== requestHash) {
      throw new AppError(
        "conflict",
        "idempotency_key_reused",
        "This Idempotency-Key was used for another request. Use a new key for a new request.",
      );
    }
    if (kept) return { answer: kept.response, isReplay: true };
    const answer = await work();
    await sql`
      insert into idempotency_keys ${sql({ ownerId, key, requestHash, status, response: sql.json(answer as never) })}
    `;
    return { answer, isReplay: false };
  });
}
