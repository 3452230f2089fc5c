import * as Actor from "../kit/actor.ts";
import { deadline } from "../kit/clock.ts";
import { sql, transaction } from "../kit/db.ts";
import { createId } from "../kit/id.ts";

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
};

const columns = () =>
  sql`id, owner_id, avatar_id, subject_kind, subject_id, batch_id, model, provider_id, status, created_at`;

// A claimed call has 20 s to be answered; whoever finds it older knows the process is gone.
const claimTime = { minutes: 1 };
// The time an accepted request may still need to show up, before it is searched for.
const searchTime = { seconds: 30 };
// A webhook is retried for a minute after the end; a prediction takes seconds, a training half an hour.
export const pollTime = { generation: { minutes: 2 }, training: { minutes: 5 } } as const;

/** Writes an attempt down before its call. The unique index refuses a second open one for the same subject. */
export async function claim(
  attempt: Pick<Info, "avatarId" | "subjectKind" | "subjectId" | "batchId" | "model">,
): Promise<string | undefined> {
  const id = createId("attempt");
  const row = {
    id,
    ownerId: Actor.userId(),
    provider: "replicate",
    deadlineAt: deadline(claimTime),
    ...attempt,
  };
  const [inserted] = await sql<[{ id: string }?]>`
    insert into attempts ${sql(row)}
    on conflict do nothing
    returning id
  `;
  return inserted?.id;
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

/** Ends an attempt, in the caller's transaction. Answers whether this call ended it: the second one does not. */
export async function end(
  id: string,
  status: "succeeded" | "failed" | "canceled" | "lost",
  failure?: { code: string; message: string },
): Promise<boolean> {
  const [ended] = await sql<[{ id: string }?]>`
    update attempts
    set status = ${status}, settled_at = now(), error_code = ${failure?.code ?? null}, error_message = ${failure?.message ?? null}
    where id = ${id} and owner_id = ${Actor.userId()} and status in ('claimed', 'unknown', 'submitted', 'lost')
    returning id
  `;
  return ended !== undefined;
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
      const [known] = await sql<[Info?]>`select ${columns()} from attempts where provider_id = ${providerId}`;
      if (known || !attemptId) return known;
      const [named] = await sql<[Info?]>`
        select ${columns()} from attempts where id = ${attemptId} and provider_id is null
      `;
      if (!named || !(await isSame(named))) return undefined;
      await sql`
        update attempts
        set provider_id = ${providerId},
          status = case when status in ('claimed', 'unknown') then 'submitted' else status end,
          deadline_at = ${deadline(pollTime[named.subjectKind])}
        where id = ${named.id} and provider_id is null
      `;
      return { ...named, providerId };
    }),
  );
}

/** Takes the attempts whose deadline passed, of all tenants, and gives them a new deadline so that one sweep handles each. */
export async function takeDue(limit: number): Promise<Info[]> {
  return transaction(
    () => sql<Info[]>`
      update attempts
      set deadline_at = ${deadline(claimTime)}
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

/** Ids of the provider that attempts already hold; a search must not adopt them again. */
export async function knownProviderIds(ids: string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await sql<{ providerId: string }[]>`
    select provider_id from attempts where provider_id in ${sql(ids)}
  `;
  return new Set(rows.map((row) => row.providerId));
}
