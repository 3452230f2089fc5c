import * as Actor from "../kit/actor.ts";
import { sql } from "../kit/db.ts";
import { createId } from "../kit/id.ts";
import type { Judgement } from "../safety/judge.ts";
import type { Component } from "./schema.ts";

/** The components of an avatar's identity. */
export async function list(avatarId: string): Promise<Component[]> {
  return sql<Component[]>`
    select kind, value, origin, confidence::float8 as confidence, is_locked, model, verdict, reasons, updated_at
    from identity_components
    where avatar_id = ${avatarId} and owner_id = ${Actor.userId()}
    order by kind
  `;
}

/** A component's words as they are judged: one text, whatever its form. */
export const textOf = (value: Component["value"]): string => [value].flat().join(", ");

/** What nobody has judged yet. */
export async function listUnjudged(avatarId: string): Promise<Pick<Component, "kind" | "value">[]> {
  return sql<Pick<Component, "kind" | "value">[]>`
    select kind, value
    from identity_components
    where avatar_id = ${avatarId} and owner_id = ${Actor.userId()} and verdict is null
    order by kind
  `;
}

/** Writes the verdict on a component's value down, in the caller's transaction; another value waits for its own. */
export async function settle(
  avatarId: string,
  kind: Component["kind"],
  value: Component["value"],
  { verdict, reasons }: Pick<Judgement, "verdict" | "reasons">,
): Promise<void> {
  await sql`
    update identity_components
    set verdict = ${verdict}, reasons = ${sql.json(reasons as never)}, check_deadline_at = null
    where avatar_id = ${avatarId} and owner_id = ${Actor.userId()} and kind = ${kind} and verdict is null
      and value = ${sql.json(value)}
  `;
}

/** Stores a component that was judged and is allowed, in the caller's transaction; a locked one stays as it is. */
export async function save(
  avatarId: string,
  kind: Component["kind"],
  value: Component["value"],
  source: Pick<Component, "origin" | "confidence" | "model">,
): Promise<void> {
  const row = {
    id: createId("identityComponent"),
    ownerId: Actor.userId(),
    avatarId,
    kind,
    value: sql.json(value),
    verdict: "allow",
    ...source,
  };
  await sql`
    insert into identity_components ${sql(row)}
    on conflict (avatar_id, kind) do update
    set value = excluded.value, origin = excluded.origin, confidence = excluded.confidence,
      model = excluded.model, verdict = 'allow', reasons = '[]', check_deadline_at = null, updated_at = now()
    where not identity_components.is_locked
  `;
}

/**
 * Stores what a person typed, locked or not, in the caller's transaction; the lock stays as it is. Other words than
 * before have no verdict (`IdentityCheck.request` asks for one), unless they are our own and need none.
 */
export async function type(
  avatarId: string,
  kind: Component["kind"],
  value: Component["value"],
  verdict: "allow" | null = null,
): Promise<void> {
  const row = {
    id: createId("identityComponent"),
    ownerId: Actor.userId(),
    avatarId,
    kind,
    value: sql.json(value),
    origin: "typed",
    confidence: 1,
    verdict,
  };
  await sql`
    insert into identity_components ${sql(row)}
    on conflict (avatar_id, kind) do update
    set value = excluded.value, origin = 'typed', confidence = 1, model = null, updated_at = now(),
      verdict = case when ${isSame()} then identity_components.verdict else excluded.verdict end,
      reasons = case when ${isSame()} then identity_components.reasons else '[]' end,
      check_deadline_at = case when ${isSame()} then identity_components.check_deadline_at end
  `;
}

const isSame = () => sql`identity_components.value = excluded.value`;

/** Locks a component against rewriting, or opens it, in the caller's transaction. False when there is none. */
export async function setLock(
  avatarId: string,
  kind: Component["kind"],
  isLocked: boolean,
): Promise<boolean> {
  const [row] = await sql<[{ id: string }?]>`
    update identity_components set is_locked = ${isLocked}
    where avatar_id = ${avatarId} and owner_id = ${Actor.userId()} and kind = ${kind}
    returning id
  `;
  return row !== undefined;
}
