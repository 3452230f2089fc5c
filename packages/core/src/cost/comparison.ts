import * as Actor from "../kit/actor.ts";
import { sql } from "../kit/db.ts";
import { belongs, resolve, within } from "./filter.ts";
import type { Comparison, Filter } from "./schema.ts";

/**
 * Setups and batches with their estimate and their ledger's sum until now, newest first; `before` is the last id
 * of the page above. A setup is whatever an avatar cost outside its batches. Of the filter count the days on which
 * they started, the avatar and the batch.
 */
export async function list(
  asked: Filter,
  page: { limit: number; before?: string | undefined },
): Promise<Comparison[]> {
  const filter = await resolve(asked);
  const owner = Actor.userId();
  return sql<Comparison[]>`
    select work.id, work.type, work.avatar_id, work.avatar_name, work.status,
      work.estimate_nanos::float8 as estimate_nanos, work.started_at,
      coalesce((
        select sum(entry.amount_nanos)
        from cost_entries as entry
        where entry.owner_id = ${owner} and entry.avatar_id = work.avatar_id
          and entry.batch_id is not distinct from work.batch_id
      ), 0)::float8 as actual_nanos
    from (
      select batch.id, 'batch' as type, batch.avatar_id, avatar.name as avatar_name, batch.id as batch_id,
        batch.status, batch.estimate_nanos, batch.created_at as started_at
      from content_batches as batch
      join avatars as avatar on avatar.id = batch.avatar_id
      where batch.owner_id = ${owner}
      union all
      select avatar.id, 'setup', avatar.id, avatar.name, null, avatar.status, avatar.setup_estimate_nanos,
        avatar.created_at
      from avatars as avatar
      -- A draft that has no face yet has spent nothing and was promised nothing.
      where avatar.owner_id = ${owner}
        and exists (select from face_candidates as face where face.avatar_id = avatar.id)
    ) as work
    where true
      ${within(sql`work.started_at`, filter)}
      ${belongs(sql`work.avatar_id`, filter.avatarId)}
      ${belongs(sql`work.batch_id`, filter.batchId)}
      ${page.before ? sql`and substr(work.id, 5) < substr(${page.before}::text, 5)` : sql``}
    -- What follows an id's prefix grows with time, whatever it is the id of.
    order by substr(work.id, 5) desc
    limit ${page.limit}
  `;
}
