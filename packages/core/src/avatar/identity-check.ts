import * as Actor from "../kit/actor.ts";
import { deadline } from "../kit/clock.ts";
import { sql, transaction } from "../kit/db.ts";
import { send } from "../kit/outbox.ts";

// The queue's own ten tries are over by then.
const checkTime = { minutes: 20 };

const perSweep = 200;

/**
 * Has an avatar's typed texts judged; until then they have no verdict and nothing uses them. The API's function has
 * no provider's key, so a worker does it. In the caller's transaction.
 */
export async function request(avatarId: string): Promise<void> {
  const asked = await sql`
    update identity_components set check_deadline_at = ${deadline(checkTime)}
    where avatar_id = ${avatarId} and owner_id = ${Actor.userId()} and verdict is null
    returning id
  `;
  if (asked.length > 0) await send("identity-check", { avatarId });
}

/** Asks again for texts whose message was lost. Runs as the system. @returns how many avatars were asked for. */
export async function sweep(): Promise<number> {
  const due = await transaction(
    () => sql<{ avatarId: string; ownerId: string }[]>`
      select distinct avatar_id, owner_id
      from identity_components
      where verdict is null and check_deadline_at < now()
      order by avatar_id
      limit ${perSweep}
    `,
  );
  for (const { avatarId, ownerId } of due) {
    await Actor.asUser(ownerId, () => transaction(() => request(avatarId)));
  }
  return due.length;
}
