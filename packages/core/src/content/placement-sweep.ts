import * as Actor from "../kit/actor.ts";
import { deadline } from "../kit/clock.ts";
import { sql, transaction } from "../kit/db.ts";
import { sendAll } from "../kit/outbox.ts";
import { askTime } from "./placement.ts";

const perSweep = 200;

type Due = { pieceId: string; ownerId: string };

/**
 * Asks again for pictures whose message was lost or whose mover died, and for those that lie in the wrong bucket
 * though nobody asked. Runs as the system.
 * @returns how many were asked for.
 */
export async function sweepPlacements(): Promise<number> {
  const due = await transaction(async () => {
    const waiting = await sql<Due[]>`
      update piece_placements
      set status = 'asked', due_at = ${deadline(askTime)}
      where piece_id in (
        select piece_id
        from piece_placements
        where due_at < now()
        order by due_at
        limit ${perSweep}
        for update skip locked
      )
      returning piece_id, owner_id
    `;
    const forgotten = await sql<Due[]>`
      insert into piece_placements (piece_id, owner_id, due_at)
      select id, owner_id, ${deadline(askTime)}
      from content_pieces as piece
      where media_bucket <> media_home
        and not exists (select from piece_placements as placement where placement.piece_id = piece.id)
      order by id
      limit ${perSweep}
      on conflict (piece_id) do nothing
      returning piece_id, owner_id
    `;
    return [...waiting, ...forgotten];
  });
  for (const [ownerId, rows] of Map.groupBy(due, (row) => row.ownerId)) {
    const messages = rows.map(({ pieceId }) => ({ pieceId }));
    await Actor.asUser(ownerId, () => transaction(() => sendAll("piece-place", messages)));
  }
  return due.length;
}
