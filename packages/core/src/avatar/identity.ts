import * as Actor from "../kit/actor.ts";
import { sql } from "../kit/db.ts";
import { createId } from "../kit/id.ts";
import type { Component } from "./schema.ts";

/** The components of an avatar's identity. */
export async function list(avatarId: string): Promise<Component[]> {
  return sql<Component[]>`
    select kind, value, origin, confidence::float8 as confidence, is_locked, model, updated_at
    from identity_components
    where avatar_id = ${avatarId} and owner_id = ${Actor.userId()}
    order by kind
  `;
}

/** Stores a component, in the caller's transaction; a locked one stays as it is. */
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
    ...source,
  };
  await sql`
    insert into identity_components ${sql(row)}
    on conflict (avatar_id, kind) do update
    set value = excluded.value, origin = excluded.origin, confidence = excluded.confidence,
      model = excluded.model, updated_at = now()
    where not identity_components.is_locked
  `;
}

/** Stores what a person typed, locked or not, in the caller's transaction; the lock stays as it is. */
export async function type(
  avatarId: string,
  kind: Component["kind"],
  value: Component["value"],
): Promise<void> {
  const row = {
    id: createId("identityComponent"),
    ownerId: Actor.userId(),
    avatarId,
    kind,
    value: sql.json(value),
    origin: "typed",
    confidence: 1,
  };
  await sql`
    insert into identity_components ${sql(row)}
    on conflict (avatar_id, kind) do update
    set value = excluded.value, origin = 'typed', confidence = 1, model = null, updated_at = now()
  `;
}

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
