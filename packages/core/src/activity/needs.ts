import * as Actor from "../kit/actor.ts";
import { sql } from "../kit/db.ts";
import type { Need } from "./schema.ts";

const most = 50;

/** What waits for a person: at most fifty of avatars and fifty of batches, the newest first. */
export async function list(): Promise<Need[]> {
  const needs = [...(await ofAvatars()), ...(await ofBatches())];
  return needs.sort((a, b) => b.at.getTime() - a.at.getTime());
}

async function ofAvatars(): Promise<Need[]> {
  return sql<Need[]>`
    select
      case when avatar.status = 'failed' then 'setup_failed' when face.total > 0 then 'faces' else 'draft' end as kind,
      avatar.id, avatar.id as avatar_id, avatar.name as avatar_name,
      coalesce(face.ready, 0)::int as count,
      run.error_step, run.error_code, coalesce(run.ended_at, avatar.updated_at) as at
    from avatars as avatar
    cross join lateral (
      select count(*) as total, count(*) filter (where status = 'ready') as ready,
        count(*) filter (where status = 'pending') as pending
      from face_candidates
      where avatar_id = avatar.id and superseded_at is null
    ) as face
    left join lateral (
      select error_step, error_code, ended_at
      from setup_runs
      where avatar_id = avatar.id and avatar.status = 'failed'
      order by id desc
      limit 1
    ) as run on true
    where avatar.owner_id = ${Actor.userId()}
      and (
        avatar.status = 'failed'
        -- One that goes on by itself asks for a person only when no face can be chosen.
        or (avatar.status = 'draft' and face.pending = 0
          and (not avatar.is_automatic or (face.total > 0 and face.ready = 0) or face.total = 0))
      )
    order by avatar.id desc
    limit ${most}
  `;
}

async function ofBatches(): Promise<Need[]> {
  return sql<Need[]>`
    select case when waiting.status = 'review' then 'pieces_review' else 'pieces_failed' end as kind,
      waiting.batch_id as id, batch.avatar_id, avatar.name as avatar_name, waiting.count,
      null as error_step, null as error_code, waiting.at
    from (
      select batch_id, status, count(*)::int as count, max(coalesce(settled_at, created_at)) as at
      from content_pieces
      where owner_id = ${Actor.userId()} and status in ('review', 'failed')
      group by batch_id, status
    ) as waiting
    join content_batches as batch on batch.id = waiting.batch_id
    join avatars as avatar on avatar.id = batch.avatar_id
    where avatar.status <> 'archived'
    order by waiting.batch_id desc
    limit ${most}
  `;
}
