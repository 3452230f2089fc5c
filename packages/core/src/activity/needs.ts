import * as Actor from "../kit/actor.ts";
import { sql } from "../kit/db.ts";
import { nanosPerCent } from "../kit/money.ts";
import type { Need } from "./schema.ts";

const most = 50;

/** A cap is near when this share of it is spent: the next training or batch may not fit under it. */
const nearlyAll = 0.95;

/** What waits for a person: at most fifty of each kind, the newest first. */
export async function list(): Promise<Need[]> {
  const found = [
    ...(await ofDrafts()),
    ...(await ofAvatars()),
    ...(await ofTexts()),
    ...(await ofCaps()),
    ...(await ofBatches()),
  ];
  return found.map((one) => ({ ...ofFew, ...one })).sort((a, b) => b.at.getTime() - a.at.getTime());
}

/** What only some kinds of need have. */
const ofFew = { errorStep: null, errorCode: null, startedAt: null };
type Found = Omit<Need, keyof typeof ofFew> & Partial<Need>;

async function ofDrafts(): Promise<Found[]> {
  return sql<Found[]>`
    select 'unfinished' as kind, id, null as avatar_id, coalesce(fields ->> 'name', '') as avatar_name, 0 as count,
      updated_at as at
    from avatar_drafts
    where owner_id = ${Actor.userId()} and avatar_id is null
    order by id desc
    limit ${most}
  `;
}

async function ofCaps(): Promise<Found[]> {
  return sql<Found[]>`
    select 'cap_reached' as kind, avatar.id, avatar.id as avatar_id, avatar.name as avatar_name,
      floor(spent.nanos * 100 / (avatar.cost_cap_cents::float8 * ${nanosPerCent}))::int as count,
      spent.at
    from avatars as avatar
    cross join lateral (
      select sum(amount_nanos)::float8 as nanos, max(created_at) as at
      from cost_entries
      where avatar_id = avatar.id
    ) as spent
    where avatar.owner_id = ${Actor.userId()} and avatar.status <> 'archived' and avatar.cost_cap_cents is not null
      and spent.nanos >= avatar.cost_cap_cents::float8 * ${nanosPerCent} * ${nearlyAll}
    order by avatar.id desc
    limit ${most}
  `;
}

async function ofAvatars(): Promise<Found[]> {
  return sql<Found[]>`
    select
      case
        when avatar.status = 'failed' then 'setup_failed'
        when avatar.status = 'review' then 'dataset_review'
        when face.total > 0 then 'faces'
        else 'draft'
      end as kind,
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
      where avatar_id = avatar.id and avatar.status in ('failed', 'review')
      order by id desc
      limit 1
    ) as run on true
    where avatar.owner_id = ${Actor.userId()}
      and (
        avatar.status in ('failed', 'review')
        -- One that goes on by itself asks for a person only when no face can be chosen.
        or (avatar.status = 'draft' and face.pending = 0
          and (not avatar.is_automatic or (face.total > 0 and face.ready = 0) or face.total = 0))
      )
    order by avatar.id desc
    limit ${most}
  `;
}

/** What was typed about a persona and did not pass: nothing uses it until it is reworded. */
async function ofTexts(): Promise<Found[]> {
  return sql<Found[]>`
    select 'texts_refused' as kind, avatar.id, avatar.id as avatar_id, avatar.name as avatar_name, refused.count,
      refused.at
    from (
      select avatar_id, count(*)::int as count, max(updated_at) as at
      from identity_components
      where owner_id = ${Actor.userId()} and verdict in ('review', 'block')
      group by avatar_id
    ) as refused
    join avatars as avatar on avatar.id = refused.avatar_id
    where avatar.status <> 'archived'
    order by avatar.id desc
    limit ${most}
  `;
}

async function ofBatches(): Promise<Found[]> {
  return sql<Found[]>`
    select case when waiting.status = 'review' then 'pieces_review' else 'pieces_failed' end as kind,
      waiting.batch_id as id, batch.avatar_id, avatar.name as avatar_name, waiting.count,
      waiting.at, batch.created_at as started_at
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
