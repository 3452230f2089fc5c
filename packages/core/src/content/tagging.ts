import * as Actor from "../kit/actor.ts";
import { sql, transaction } from "../kit/db.ts";
import { fn } from "../kit/fn.ts";
import { type Outcome, TagPieces } from "./schema.ts";

/** Adds and removes tags; a tag that is there already, or is not, is no mistake. Each piece is reported. */
export const tagPieces = fn(TagPieces, ({ pieceIds, add, remove }) =>
  transaction(async () => {
    const ids = [...new Set(pieceIds)];
    // Locked, so that none of them is deleted before it has its tags; in one order, so that two of us cannot cross.
    const rows = await sql<{ id: string; status: NonNullable<Outcome["status"]> }[]>`
      select id, status
      from content_pieces
      where id in ${sql(ids)} and owner_id = ${Actor.userId()}
      order by id
      for no key update
    `;
    const statuses = new Map(rows.map((row) => [row.id, row.status]));
    const known = [...statuses.keys()];
    const changed = new Set([...(await drop(known, remove)), ...(await put(known, add))]);
    return ids.map((pieceId): Outcome => {
      const status = statuses.get(pieceId);
      if (!status) return { pieceId, outcome: "refused", code: "not_found", status: null, before: null };
      const outcome = changed.has(pieceId) ? "done" : "unchanged";
      return { pieceId, outcome, code: null, status, before: null };
    });
  }),
);

/** Gives a piece these tags and no others. In the caller's transaction. */
export async function replaceTags(pieceId: string, tags: string[]): Promise<void> {
  await sql`delete from piece_tags where piece_id = ${pieceId} and owner_id = ${Actor.userId()}`;
  await put([pieceId], tags);
}

/** Every tag in use, the most used first. */
export async function listTags(): Promise<{ tag: string; count: number }[]> {
  return sql<{ tag: string; count: number }[]>`
    select tag, count(*)::int as count
    from piece_tags
    where owner_id = ${Actor.userId()}
    group by tag
    order by count(*) desc, tag
    limit 200
  `;
}

async function put(pieceIds: string[], tags: string[]): Promise<string[]> {
  const ownerId = Actor.userId();
  const rows = pieceIds.flatMap((pieceId) => [...new Set(tags)].map((tag) => ({ pieceId, tag, ownerId })));
  const added: string[] = [];
  // A statement takes 65,535 parameters, three a row.
  for (let at = 0; at < rows.length; at += 10_000) {
    const inserted = await sql<{ pieceId: string }[]>`
      insert into piece_tags ${sql(rows.slice(at, at + 10_000))} on conflict do nothing returning piece_id
    `;
    added.push(...inserted.map((row) => row.pieceId));
  }
  return added;
}

async function drop(pieceIds: string[], tags: string[]): Promise<string[]> {
  if (pieceIds.length === 0 || tags.length === 0) return [];
  const rows = await sql<{ pieceId: string }[]>`
    delete from piece_tags
    where piece_id in ${sql(pieceIds)} and tag in ${sql(tags)} and owner_id = ${Actor.userId()}
    returning piece_id
  `;
  return rows.map((row) => row.pieceId);
}
