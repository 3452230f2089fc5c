import { Avatar } from "../avatar/index.ts";
import * as Actor from "../kit/actor.ts";
import { sql, transaction } from "../kit/db.ts";
import { AppError, notFound } from "../kit/error.ts";
import { fn } from "../kit/fn.ts";
import { createId } from "../kit/id.ts";
import * as Batch from "./batch.ts";
import { type SavedView as Info, SaveView } from "./schema.ts";

const viewsAllowed = 50;

/**
 * Keeps a filter under a name; the same name again is the same view with the new filter.
 * Throws AppError `not_found` for a filter by what is not the tenant's, `views_full`.
 */
export const save = fn(SaveView, ({ name, query }) =>
  transaction(async () => {
    const ownerId = Actor.userId();
    if (query.avatarId) await Avatar.get(query.avatarId);
    if (query.batchId) await Batch.get(query.batchId);
    const [view] = await sql<[Info]>`
      insert into saved_views ${sql({ id: createId("savedView"), ownerId, name, query: sql.json(query) })}
      on conflict (owner_id, name) do update set query = excluded.query
      returning id, name, query, created_at
    `;
    if ((await list()).length > viewsAllowed) {
      const message = `You have ${viewsAllowed} views. Delete one you no longer use, then save this one.`;
      throw new AppError("conflict", "views_full", message);
    }
    return view;
  }),
);

/** By name; there are few. */
export async function list(): Promise<Info[]> {
  return sql<Info[]>`
    select id, name, query, created_at
    from saved_views
    where owner_id = ${Actor.userId()}
    order by lower(name)
  `;
}

/** Throws AppError `not_found`. */
export async function remove(id: string): Promise<void> {
  await transaction(async () => {
    const [gone] = await sql<[{ id: string }?]>`
      delete from saved_views where id = ${id} and owner_id = ${Actor.userId()} returning id
    `;
    if (!gone) throw notFound("view", id);
  });
}
