import * as Actor from "../kit/actor.ts";
import { deadline } from "../kit/clock.ts";
import { sql } from "../kit/db.ts";
import { send, sendAll } from "../kit/outbox.ts";

/** How long a message may take before the sweep sends another. */
export const askTime = { minutes: 2 };

/**
 * Has the pictures moved that no longer lie where their pieces' verdicts say (`media_home`). In the caller's
 * transaction, after what it changed in the pieces: a mover looks at them under the same lock before it is done, so one
 * that is at work needs no second message.
 */
export async function ask(pieceIds: string[]): Promise<void> {
  if (pieceIds.length === 0) return;
  const asked = await sql<{ pieceId: string }[]>`
    insert into piece_placements (piece_id, owner_id, due_at)
    select id, owner_id, ${deadline(askTime)}
    from content_pieces
    where id in ${sql(pieceIds)} and owner_id = ${Actor.userId()} and media_bucket <> media_home
    order by id
    on conflict (piece_id) do nothing
    returning piece_id
  `;
  await sendAll("piece-place", [...asked]);
}

/** Has a picture of its own deleted that a piece no longer has, from both buckets. In the caller's transaction. */
export async function discard(pieceId: string, mediaKey: string): Promise<void> {
  // What lies outside the piece's folder may be another's too.
  if (!mediaKey.includes(`/pieces/${pieceId}/`)) return;
  await sql`
    insert into piece_placements (piece_id, owner_id, due_at, left_keys)
    values (${pieceId}, ${Actor.userId()}, ${deadline(askTime)}, ${sql.json([mediaKey])})
    on conflict (piece_id) do update
    set left_keys = piece_placements.left_keys || excluded.left_keys
    where piece_placements.owner_id = ${Actor.userId()}
  `;
  await send("piece-place", { pieceId });
}
