import { Budget } from "../cost/index.ts";
import * as Actor from "../kit/actor.ts";
import { deadline, scaled } from "../kit/clock.ts";
import { sql, transaction } from "../kit/db.ts";
import { createId } from "../kit/id.ts";
import { requestTimeoutMs } from "../provider/retry.ts";

export type SubjectKind = "generation" | "training";
export type Status = "claimed" | "unknown" | "submitted" | "succeeded" | "failed" | "canceled" | "lost";

export type Info = {
  id: string;
  ownerId: string;
  avatarId: string;
  subjectKind: SubjectKind;
  subjectId: string;
  batchId: string | null;
  model: string;
  providerId: string | null;
  status: Status;
  createdAt: Date;
  deadlineAt: Date;
};

const columns = () =>
  sql`id, owner_id, avatar_id, subject_kind, subject_id, batch_id, model, provider_id, status, created_at, deadline_at`;

// How often a running purchase is looked at again, and the least a claim lasts. A picture made long ago is held up by
// its checks, each of which costs money: it is looked at as often as it is old, ten minutes at most.
const claimTime = { minutes: 1 };
const longestPollTime = { minutes: 10 };
// What a create call may take, and a little for the answer to be written down.
const answerMs = () => requestTimeoutMs({ seconds: 20 }) + 2_000;
// The time an accepted request may still need to show up, before it is searched for.
const searchTime = { seconds: 30 };
// A webhook is retried for a minute after the end. A training takes half an hour, and how far it is its run alone says.
export const pollTime = { generation: { minutes: 2 }, training: { minutes: 1 } } as const;

/**
 * A claim outlives the call it was made for, whatever the time scale: whoever finds an older one knows that the
 * process is gone.
 */
const claimDeadline = (): Date => new Date(Date.now() + Math.max(scaled(claimTime), answerMs()));

/**
 * Writes an attempt down before its call. The unique index refuses a second open one for the same subject. Here
 * and nowhere else a cap is enforced on purchases: `expectedNanos` is what this one is expected to cost.
 * Throws AppError `cap_reached`, which undoes the caller's transaction.
 */
export async function claim(
  attempt: Pick<Info, "avatarId" | "subjectKind" | "subjectId" | "batchId" | "model"> & {
    expectedNanos?: number;
  },
): Promise<string | undefined> {
  const id = createId("attempt");
  const row = {
    id,
    ownerId: Actor.userId(),
    provider: "replicate",
    deadlineAt: claimDeadline(),
    ...attempt,
  };
  const [inserted] = await sql<[{ id: string; capCents: number | null }?]>`
    insert into attempts ${sql(row)}
    on conflict do nothing
    returning id, (select cost_cap_cents from avatars where avatars.id = attempts.avatar_id) as cap_cents
  `;
  if (inserted && inserted.capCents !== null) await holdToCap(attempt.avatarId);
  return inserted?.id;
}

/** One claim of a capped avatar after the other: each sees what those before it hold. */
async function holdToCap(avatarId: string): Promise<void> {
  await sql`select id from avatars where id = ${avatarId} and owner_id = ${Actor.userId()} for no key update`;
  const budget = await Budget.find(avatarId);
  if (budget && budget.leftNanos < 0) throw Budget.reached(budget.capNanos);
}

/**
 * Holds a claim for one more call; before every repetition, since waiting for a provider takes its time.
 * @returns whether the claim still stands: one that was given up meanwhile must not buy.
 */
export async function renew(id: string): Promise<boolean> {
  return transaction(async () => {
    const [held] = await sql<[{ id: string }?]>`
      update attempts
      set deadline_at = ${claimDeadline()}
      where id = ${id} and owner_id = ${Actor.userId()} and status = 'claimed'
      returning id
    `;
    return held !== undefined;
  });
}

/** Records that the provider took the request, unless a webhook was faster to say so. */
export async function recordSubmitted(id: string, kind: SubjectKind, providerId: string): Promise<void> {
  await transaction(
    async () =>
      void (await sql`
      update attempts
      set provider_id = ${providerId}, status = 'submitted', deadline_at = ${deadline(pollTime[kind])}
      where id = ${id} and owner_id = ${Actor.userId()} and status in ('claimed', 'unknown')
    `),
  );
}

/** Records that nobody knows whether the provider took the request; the reconciler will search for it. */
export async function recordUnknown(id: string, message: string): Promise<void> {
  await transaction(
    async () =>
      void (await sql`
      update attempts
      set status = 'unknown', deadline_at = ${deadline(searchTime)}, error_code = 'outcome_unknown', error_message = ${message}
      where id = ${id} and owner_id = ${Actor.userId()} and status = 'claimed'
    `),
  );
}

/**
 * Ends an attempt, in the caller's transaction.
 * @returns what this call ended: an `open` attempt, or one that was given up as `lost` and showed up all the same,
 * which another may have followed by now. Undefined the second time.
 */
export async function end(
  id: string,
  status: "succeeded" | "failed" | "canceled",
  failure?: { code: string; message: string },
): Promise<"open" | "lost" | undefined> {
  const ended = (before: Status[]) => sql<[{ id: string }?]>`
    update attempts
    set status = ${status}, settled_at = now(), error_code = ${failure?.code ?? null}, error_message = ${failure?.message ?? null}
    where id = ${id} and owner_id = ${Actor.userId()} and status in ${sql(before)}
    returning id
  `;
  if ((await ended(["claimed", "unknown", "submitted"])).length > 0) return "open";
  return (await ended(["lost"])).length > 0 ? "lost" : undefined;
}

/**
 * Gives an attempt up that the provider knows nothing of, in the caller's transaction. Not one that a webhook has
 * claimed since it was taken (`takeDue`), nor one whose caller is at work after all: their deadline is another.
 */
export async function lose(attempt: Info, failure: { code: string; message: string }): Promise<boolean> {
  const [lost] = await sql<[{ id: string }?]>`
    update attempts
    set status = 'lost', settled_at = now(), error_code = ${failure.code}, error_message = ${failure.message}
    where id = ${attempt.id} and owner_id = ${Actor.userId()} and status in ('claimed', 'unknown')
      and provider_id is null and deadline_at = ${attempt.deadlineAt}
    returning id
  `;
  return lost !== undefined;
}

/**
 * Finds the attempt that a provider's object belongs to: by the provider's id, else by our own id from the
 * webhook's address, which the object then has to match in what was asked for (`isSame`).
 */
export async function adopt(
  providerId: string,
  attemptId: string | undefined,
  isSame: (attempt: Info) => Promise<boolean>,
): Promise<Info | undefined> {
  return Actor.asSystem("adopt-attempt", () =>
    transaction(async () => {
      const [known] = await sql<[Info?]>`
        select ${columns()} from attempts where provider = 'replicate' and provider_id = ${providerId}
      `;
      if (known || !attemptId) return known;
      const [named] = await sql<[Info?]>`
        select ${columns()} from attempts where id = ${attemptId} and provider_id is null for update
      `;
      if (!named || !(await isSame(named))) return undefined;
      // One given up as lost is open again, unless another has followed it.
      const [adopted] = await sql<[Info?]>`
        update attempts
        set provider_id = ${providerId},
          status = case
            when status in ('claimed', 'unknown') then 'submitted'
            when status = 'lost' and not exists (
              select from attempts as other
              where other.subject_id = attempts.subject_id and other.status in ('claimed', 'unknown', 'submitted')
            ) then 'submitted'
            else status
          end,
          deadline_at = ${deadline(pollTime[named.subjectKind])}
        where id = ${named.id}
        returning ${columns()}
      `;
      return adopted;
    }),
  );
}

/** Takes the attempts whose deadline passed, of all tenants, and gives them a new deadline so that one sweep handles each. */
export async function takeDue(limit: number): Promise<Info[]> {
  return transaction(
    () => sql<Info[]>`
      update attempts
      set deadline_at = case
          when provider_id is null or subject_kind = 'training' then ${deadline(claimTime)}
          else greatest(${deadline(claimTime)}, least(now() + (now() - created_at), ${deadline(longestPollTime)}))
        end
      where id in (
        select id
        from attempts
        where status in ('claimed', 'unknown', 'submitted') and deadline_at < now()
        order by deadline_at
        limit ${limit}
        for update skip locked
      )
      returning ${columns()}
    `,
  );
}

/** The attempts of a subject or an avatar that may still be running at the provider. */
export async function listOpen(avatarId: string): Promise<Info[]> {
  return sql<Info[]>`
    select ${columns()}
    from attempts
    where avatar_id = ${avatarId} and owner_id = ${Actor.userId()} and status in ('claimed', 'unknown', 'submitted')
  `;
}

/** The open attempts of a batch for pictures that were canceled since. */
export async function listCanceled(batchId: string): Promise<Info[]> {
  return sql<Info[]>`
    select ${columns()}
    from attempts
    where batch_id = ${batchId} and owner_id = ${Actor.userId()} and status in ('claimed', 'unknown', 'submitted')
      and subject_id in (select id from generations where batch_id = ${batchId} and status = 'canceled')
  `;
}

/** Ids of the provider that attempts already hold; a search must not adopt them again. */
export async function knownProviderIds(ids: string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await sql<{ providerId: string }[]>`
    select provider_id from attempts where provider = 'replicate' and provider_id in ${sql(ids)}
  `;
  return new Set(rows.map((row) => row.providerId));
}
