import * as Actor from "../kit/actor.ts";
import { deadline } from "../kit/clock.ts";
import { sql, transaction } from "../kit/db.ts";
import { send } from "../kit/outbox.ts";
import { queueTime } from "./export.ts";
import { attemptsAllowed, giveUp } from "./export-pack.ts";

const perSweep = 50;

/**
 * Asks again for exports whose message was lost or whose worker died, ends those that died too often, and has the
 * files deleted whose time is over. Runs as the system.
 * @returns how many there were.
 */
export async function sweepExports(): Promise<number> {
  const due = await transaction(
    () => sql<{ id: string; ownerId: string; isWorn: boolean }[]>`
      update content_exports
      set status = case when status = 'running' then 'queued' else status end, deadline_at = ${deadline(queueTime)}
      where id in (
        select id
        from content_exports
        where deadline_at < now() and (status in ('queued', 'running') or expires_at < now())
        order by deadline_at
        limit ${perSweep}
        for update skip locked
      )
      returning id, owner_id, status = 'queued' and attempts >= ${attemptsAllowed} as is_worn
    `,
  );
  for (const { id, ownerId, isWorn } of due) {
    await Actor.asUser(ownerId, () =>
      transaction(() => (isWorn ? giveUp(id) : send("content-export", { exportId: id }))),
    );
  }
  return due.length;
}
