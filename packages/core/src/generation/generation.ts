import * as Actor from "../kit/actor.ts";
import { deadline, scaled } from "../kit/clock.ts";
import { sql } from "../kit/db.ts";
import { createId } from "../kit/id.ts";
import { send, sendAll } from "../kit/outbox.ts";
import type { Failure, Info, Kind } from "./schema.ts";

export type New = {
  kind: Kind;
  avatarId: string;
  subjectId: string;
  batchId?: string;
  model: string;
  input: Record<string, unknown>;
  referenceKey?: string;
  seed: number;
};

export const columns = () =>
  sql`id, owner_id, avatar_id, kind, subject_id, batch_id, model, input, reference_key, seed, status, failures`;

// How long a queued picture may wait for its message before the sweep sends it again.
export const queueTime = { minutes: 10 };
// At a third of calls failing, ten failures in a row are one in 170,000.
const failuresAllowed = 10;

/** Asks for pictures, in the caller's transaction. Returns their ids in order. */
export async function createAll(news: New[]): Promise<string[]> {
  const ownerId = Actor.userId();
  const rows = news.map(({ batchId = null, referenceKey = null, input, ...rest }) => ({
    id: createId("generation"),
    ownerId,
    batchId,
    referenceKey,
    input: sql.json(input as never),
    deadlineAt: deadline(queueTime),
    ...rest,
  }));
  if (rows.length === 0) return [];
  await sql`insert into generations ${sql(rows as never)}`;
  await sendAll(
    "generation",
    rows.map((row) => ({ generationId: row.id })),
  );
  return rows.map((row) => row.id);
}

export async function find(id: string): Promise<Info | undefined> {
  const [row] = await sql<[Info?]>`
    select ${columns()} from generations where id = ${id} and owner_id = ${Actor.userId()}
  `;
  return row;
}

/**
 * Puts a picture back in the queue after a failed attempt, or gives it up when it failed too often or cannot
 * succeed. One that is not counted may come any number of times. In the caller's transaction.
 * @returns whether it was given up.
 */
export async function retryOrFail(
  generation: Info,
  failure: Failure & { isFinal?: boolean; isCounted?: boolean; waitMs?: number },
): Promise<boolean> {
  const failures = generation.failures + (failure.isCounted === false ? 0 : 1);
  const isFinal = failure.isFinal === true || failures >= failuresAllowed;
  const [moved] = await sql<[{ id: string }?]>`
    update generations
    set status = ${isFinal ? "failed" : "queued"},
      failures = ${failures},
      error_code = ${failure.code},
      error_message = ${failure.message},
      deadline_at = ${deadline(queueTime)},
      finished_at = ${isFinal ? new Date() : null}
    where id = ${generation.id} and owner_id = ${Actor.userId()} and status = 'submitted'
    returning id
  `;
  if (!moved) return false;
  if (!isFinal) {
    const wait = failure.waitMs ?? scaled({ seconds: 2 });
    await send(
      "generation",
      { generationId: generation.id },
      { delaySeconds: Math.min(900, Math.round(wait / 1000)) },
    );
  }
  return isFinal;
}

/** Stops the pictures of an avatar's setup that were not bought yet; returns how many. In the caller's transaction. */
export async function cancelQueued(avatarId: string): Promise<number> {
  const rows = await sql`
    update generations
    set status = 'canceled', finished_at = now()
    where avatar_id = ${avatarId} and owner_id = ${Actor.userId()} and status in ('queued', 'submitted', 'collecting')
      and kind <> 'piece'
    returning id
  `;
  return rows.length;
}

/**
 * Asks again for pictures that failed or were canceled, with their count of failures forgotten. One that could not be
 * read has another seed: the same would bring the same file. In the caller's transaction.
 * @returns the ids of those that had.
 */
export async function requeue(ids: string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await sql<{ id: string }[]>`
    update generations
    set status = 'queued', failures = 0, error_code = null, error_message = null, finished_at = null,
      seed = case when error_code = 'unreadable_picture' then (seed + 1) % 2147483647 else seed end,
      deadline_at = ${deadline(queueTime)}
    where id in ${lockedInOrder(ids, ["failed", "canceled"])}
    returning id
  `;
  await sendAll(
    "generation",
    rows.map((row) => ({ generationId: row.id })),
  );
  return rows.map((row) => row.id);
}

/** Asks for another picture in place of one that was settled: the same order with another seed. In the caller's transaction. */
export async function renew(id: string, seed: number): Promise<void> {
  await sql`
    update generations set status = 'failed', seed = ${seed}
    where id = ${id} and owner_id = ${Actor.userId()} and status in ('succeeded', 'failed', 'canceled')
  `;
  await requeue([id]);
}

/** Stops pictures that nobody wants any more; what was bought is paid and kept. In the caller's transaction. */
export async function cancel(ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  await sql`
    update generations
    set status = 'canceled', finished_at = now()
    where id in ${lockedInOrder(ids, ["queued", "submitted", "collecting"])}
  `;
}

/** Locked in one order, so that two who change many pictures at once cannot cross. */
const lockedInOrder = (ids: string[], statuses: string[]) => sql`(
  select id
  from generations
  where id in ${sql(ids)} and owner_id = ${Actor.userId()} and status in ${sql(statuses)}
  order by id
  for no key update
)`;
