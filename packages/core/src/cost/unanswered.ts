import * as Actor from "../kit/actor.ts";
import { sql } from "../kit/db.ts";
import { trainer } from "../provider/models.ts";
import { belongs, type Resolved, resolve, within } from "./filter.ts";
import type { Filter, Unanswered } from "./schema.ts";

/**
 * Calls of text, moderation and faces whose answer never came (`unknown`, or left open by a process that died),
 * and pictures and trainings that were asked for and that the provider could not be found to have made.
 */
const calls = (filter: Resolved) => sql`
  select call.id, call.avatar_id, call.batch_id, call.kind, call.provider, call.model,
    call.error_message as message, call.started_at
  from provider_calls as call
  where call.owner_id = ${Actor.userId()}
    and (call.status = 'unknown' or (call.status = 'open' and call.started_at < now() - interval '15 minutes'))
    ${within(sql`call.started_at`, filter)}
  union all
  select attempt.id, attempt.avatar_id, attempt.batch_id,
    case attempt.subject_kind when 'training' then 'training' else 'image' end,
    attempt.provider,
    -- By the name under which the ledger would book it.
    case
      when attempt.subject_kind = 'training' then ${trainer.model}
      when attempt.model like '%/%' then attempt.model
      else 'lora'
    end,
    attempt.error_message, attempt.created_at
  from attempts as attempt
  where attempt.owner_id = ${Actor.userId()} and attempt.status in ('unknown', 'lost')
    ${within(sql`attempt.created_at`, filter)}
`;

const where = (filter: Resolved) => sql`
  true
  ${belongs(sql`call.avatar_id`, filter.avatarId)}
  ${belongs(sql`call.batch_id`, filter.batchId)}
  ${filter.kind ? sql`and call.kind = ${filter.kind}` : sql``}
  ${filter.model ? sql`and call.model = ${filter.model}` : sql``}
`;

/** How many calls may have been billed and are in no sum. */
export async function count(filter: Resolved): Promise<number> {
  const [row] = await sql<[{ calls: number }?]>`
    select count(*)::int as calls from (${calls(filter)}) as call where ${where(filter)}
  `;
  return row?.calls ?? 0;
}

/** Those calls, newest first; `before` is the last id of the page above. */
export async function list(
  asked: Filter,
  page: { limit: number; before?: string | undefined },
): Promise<Unanswered[]> {
  const filter = await resolve(asked);
  // What follows an id's prefix grows with time, whatever it is the id of.
  return sql<Unanswered[]>`
    select call.id, call.avatar_id, avatars.name as avatar_name, call.batch_id, call.kind, call.provider, call.model,
      call.message, call.started_at
    from (${calls(filter)}) as call
    left join avatars on avatars.id = call.avatar_id
    where ${where(filter)}
      ${page.before ? sql`and substr(call.id, 5) < substr(${page.before}::text, 5)` : sql``}
    order by substr(call.id, 5) desc
    limit ${page.limit}
  `;
}
