import * as Actor from "../kit/actor.ts";
import { sql } from "../kit/db.ts";
import { createId } from "../kit/id.ts";
import type { Component } from "./schema.ts";

/** The components of an avatar's identity. */
export async function list(avatarId: string): Promise<Component[]> {
  return sql<Component[]>`
    select kind, value, origin, confidence::float8 as confidence, is_locked
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
  source: Pick<Component, "origin" | "confidence">,
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
    set value = excluded.value, origin = excluded.origin, confidence = excluded.confidence, updated_at = now()
    where not identity_components.is_locked
  `;
}
