import * as Actor from "../kit/actor.ts";
import { deadline } from "../kit/clock.ts";
import { sql, transaction } from "../kit/db.ts";
import { send } from "../kit/outbox.ts";
import { giveUp } from "./hook.ts";
import * as Piece from "./piece.ts";
import { copyTime } from "./status.ts";

// Tries that ended in nothing we know: a worker that died, or a fault of ours. Waiting for a provider is none.
const attemptsAllowed = 6;

/**
 * Asks again for copy whose message was lost or whose provider was out, and gives up on copy that no worker could
 * bring to an end. Runs as the system.
 * @returns how many pieces were asked for again.
 */
export async function sweepCopy(): Promise<number> {
  const due = await transaction(
    () => sql<{ id: string; ownerId: string; copyAttempts: number }[]>`
      update content_pieces
      set copy_deadline_at = ${deadline(copyTime)}
      where id in (
        select id
        from content_pieces
        where copy_status = 'pending' and copy_deadline_at < now() and status in ('queued', 'generating')
        order by copy_deadline_at
        limit 200
        for update skip locked
      )
      returning id, owner_id, copy_attempts
    `,
  );
  for (const { id, ownerId, copyAttempts } of due) {
    await Actor.asUser(ownerId, () =>
      transaction(() => (copyAttempts < attemptsAllowed ? send("hook", { pieceId: id }) : giveUpOn(id))),
    );
  }
  return due.length;
}

async function giveUpOn(pieceId: string): Promise<void> {
  await giveUp(await Piece.get(pieceId));
}
