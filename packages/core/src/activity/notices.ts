import * as Actor from "../kit/actor.ts";
import { sql } from "../kit/db.ts";
import type { Notice } from "./schema.ts";

const most = 30;

/** What ended lately, newest first: the rows themselves are the record, with what a batch was when it ended. */
export async function list(): Promise<Notice[]> {
  return sql<Notice[]>`
    with ended as (
      (
        select id, case when status = 'succeeded' then 'avatar_ready' else 'setup_failed' end as kind, avatar_id,
          ended_at as at, error_step, error_code, 0 as requested, 0 as packed, null::jsonb as counts
        from setup_runs
        where owner_id = ${Actor.userId()} and status in ('succeeded', 'failed') and ended_at is not null
        order by ended_at desc
        limit ${most}
      )
      union all
      (
        select id, 'batch_finished', avatar_id, finished_at, null, null, 0, 0, ended_counts
        from content_batches
        where owner_id = ${Actor.userId()} and status = 'finished'
        order by finished_at desc
        limit ${most}
      )
      union all
      (
        select id, 'export_' || status, null, finished_at, null, error_code, requested,
          case when status = 'ready' then packed else 0 end, null
        from content_exports
        where owner_id = ${Actor.userId()} and status in ('ready', 'failed') and expires_at > now()
        order by id desc
        limit ${most}
      )
      union all
      (
        select avatar_id, 'avatar_removed', avatar_id, finished_at, null, null, jsonb_array_length(models), 0, null
        from avatar_removals
        where owner_id = ${Actor.userId()} and status = 'finished'
        order by finished_at desc
        limit ${most}
      )
    )
    select ended.id, ended.kind, ended.avatar_id, coalesce(avatar.name, '') as avatar_name, ended.at,
      -- A screen names moments in milliseconds.
      date_trunc('milliseconds', ended.at) > coalesce(mark.read_at, '-infinity') as is_unread, ended.error_step, ended.error_code,
      piece.ready + ended.packed as ready, piece.review, piece.rejected, piece.blocked,
      piece.failed + ended.requested - ended.packed as failed
    from ended
    left join avatars as avatar on avatar.id = ended.avatar_id
    left join notice_marks as mark on mark.owner_id = ${Actor.userId()}
    cross join lateral (
      select coalesce(sum(pieces) filter (where status = 'ready'), 0)::int as ready,
        coalesce(sum(pieces) filter (where status = 'review'), 0)::int as review,
        coalesce(sum(pieces) filter (where status = 'rejected'), 0)::int as rejected,
        coalesce(sum(pieces) filter (where status = 'blocked'), 0)::int as blocked,
        coalesce(sum(pieces) filter (where status = 'failed'), 0)::int as failed
      from (
        select key as status, value::int as pieces from jsonb_each_text(ended.counts)
        union all
        -- One that ended before its counts were kept.
        select status, count(*)::int
        from content_pieces
        where ended.kind = 'batch_finished' and ended.counts is null and batch_id = ended.id
        group by status
      ) as counted
    ) as piece
    order by ended.at desc
    limit ${most}
  `;
}

/** Remembers that the notices up to `until` were seen; never goes back, and never beyond now. */
export async function markRead(until: Date): Promise<void> {
  await sql`
    insert into notice_marks (owner_id, read_at)
    values (${Actor.userId()}, least(${until}, now()))
    on conflict (owner_id) do update set read_at = excluded.read_at
    where notice_marks.read_at < excluded.read_at
  `;
}
