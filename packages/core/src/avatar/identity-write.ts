import { Budget } from "../cost/index.ts";
import * as Actor from "../kit/actor.ts";
import { deadline } from "../kit/clock.ts";
import { sql, transaction } from "../kit/db.ts";
import { AppError } from "../kit/error.ts";
import { createId } from "../kit/id.ts";
import { publish } from "../kit/outbox.ts";
import * as Avatar from "./avatar.ts";
import * as AvatarEvent from "./event.ts";
import * as Identity from "./identity.ts";
import { type WrittenKind, writtenKinds } from "./schema.ts";

/** One rewriting of what is not locked. */
export type Info = {
  id: string;
  avatarId: string;
  status: "queued" | "writing" | "succeeded" | "failed";
  kinds: WrittenKind[];
  /** What the review still holds against the texts, for a person to look at. */
  contradictions: string[];
  errorCode: string | null;
  createdAt: Date;
  deadlineAt: Date;
  endedAt: Date | null;
};

const columns = () => sql`
  id, avatar_id, status, kinds, contradictions, error_code, created_at, deadline_at, ended_at
`;

// The queue's own repetitions are over by then: nobody works at it any more.
const writeTime = { minutes: 30 };

export async function findLatest(avatarId: string): Promise<Info | undefined> {
  const [row] = await sql<[Info?]>`
    select ${columns()}
    from identity_writes
    where avatar_id = ${avatarId} and owner_id = ${Actor.userId()}
    order by id desc
    limit 1
  `;
  return row;
}

/**
 * Asks for everything that is not locked to be written anew. One at a time: asked again meanwhile, it answers
 * the one under way.
 * Throws AppError `not_found`, `identity_not_written`, `identity_all_locked`, `cap_reached`.
 */
export async function request(avatarId: string): Promise<Info> {
  return transaction(async () => {
    await Avatar.getLocked(avatarId);
    const latest = await findLatest(avatarId);
    const isOpen = latest?.status === "queued" || latest?.status === "writing";
    if (latest && isOpen && latest.deadlineAt > new Date()) return latest;
    if (latest && isOpen) await fail(latest.id, { code: "no_answer", message: "It was given up." });
    const components = await Identity.list(avatarId);
    if (components.length === 0) {
      throw new AppError(
        "conflict",
        "identity_not_written",
        "The identity is written at the end of the setup. Wait for it, then have parts written anew.",
      );
    }
    const locked = new Set(components.filter(({ isLocked }) => isLocked).map(({ kind }) => kind));
    const kinds = writtenKinds.filter((kind) => !locked.has(kind));
    if (kinds.length === 0) {
      throw new AppError("conflict", "identity_all_locked", "Everything is locked. Unlock what may change.");
    }
    await Budget.requireLeft(avatarId);
    const id = createId("identityWrite");
    const row = {
      id,
      ownerId: Actor.userId(),
      avatarId,
      kinds: sql.json(kinds),
      deadlineAt: deadline(writeTime),
    };
    await sql`insert into identity_writes ${sql(row)}`;
    await tellScreens(avatarId);
    await publish(AvatarEvent.IdentityRequested, { avatarId, writeId: id });
    const created = await findLatest(avatarId);
    if (!created) throw new Error(`The rewriting ${id} vanished in its own transaction.`);
    return created;
  });
}

/** Takes a rewriting up; undefined when it has ended, so a second delivery writes nothing. */
export async function claim(id: string): Promise<Info | undefined> {
  return transaction(async () => {
    const [row] = await sql<[Info?]>`
      update identity_writes set status = 'writing'
      where id = ${id} and owner_id = ${Actor.userId()} and status in ('queued', 'writing')
      returning ${columns()}
    `;
    return row;
  });
}

/** Ends a rewriting well, in the caller's transaction. False when it has ended already. */
export async function succeed(id: string, contradictions: string[]): Promise<boolean> {
  const [row] = await sql<[{ id: string }?]>`
    update identity_writes
    set status = 'succeeded', ended_at = now(), contradictions = ${sql.json(contradictions)}
    where id = ${id} and owner_id = ${Actor.userId()} and status = 'writing'
    returning id
  `;
  return row !== undefined;
}

/** Keeps what the review holds against the first writing, where a person looks for it. In the caller's transaction. */
export async function note(avatarId: string, kinds: WrittenKind[], contradictions: string[]): Promise<void> {
  const row = {
    id: createId("identityWrite"),
    ownerId: Actor.userId(),
    avatarId,
    status: "succeeded",
    kinds: sql.json(kinds),
    contradictions: sql.json(contradictions),
    deadlineAt: new Date(),
    endedAt: new Date(),
  };
  await sql`insert into identity_writes ${sql(row)}`;
}

/** Ends a rewriting badly; the identity stays as it was. Twice is once. */
export async function fail(id: string, failure: { code: string; message: string }): Promise<void> {
  await transaction(async () => {
    const [row] = await sql<[{ avatarId: string }?]>`
      update identity_writes
      set status = 'failed', ended_at = now(), error_code = ${failure.code}, error_message = ${failure.message}
      where id = ${id} and owner_id = ${Actor.userId()} and status in ('queued', 'writing')
      returning avatar_id
    `;
    if (row) await tellScreens(row.avatarId);
  });
}

/** Screens hear of an identity's changes by its avatar's row. In the caller's transaction. */
async function tellScreens(avatarId: string): Promise<void> {
  await sql`update avatars set updated_at = now() where id = ${avatarId} and owner_id = ${Actor.userId()}`;
}
