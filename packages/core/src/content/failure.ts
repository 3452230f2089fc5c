import { halvesEstimate } from "../cost/index.ts";
import * as Actor from "../kit/actor.ts";
import { sql, transaction } from "../kit/db.ts";
import * as Batch from "./batch.ts";
import { retry } from "./revision.ts";
import type { FailureClass } from "./schema.ts";

/** The failed pieces of a batch by what went wrong, with what they cost so far. Throws AppError `not_found`. */
export async function listFailures(batchId: string): Promise<FailureClass[]> {
  await Batch.get(batchId);
  const rows = await sql<(Omit<FailureClass, "retryNanos"> & { copies: number })[]>`
    select coalesce(piece.failure_code, 'unknown') as code, coalesce(min(piece.failure_message), '') as message,
      count(*)::int as count,
      count(*) filter (where piece.image_status = 'failed')::int as pictures,
      count(*) filter (where piece.copy_status = 'failed')::int as copies,
      coalesce(sum(spent.amount_nanos), 0)::float8 as spent_nanos
    from content_pieces as piece
    left join lateral (
      select sum(entry.amount_nanos) as amount_nanos
      from cost_entries as entry
      where entry.owner_id = ${Actor.userId()} and entry.subject_id in (piece.id, piece.generation_id)
    ) as spent on true
    where piece.batch_id = ${batchId} and piece.owner_id = ${Actor.userId()} and piece.status = 'failed'
    group by coalesce(piece.failure_code, 'unknown')
    order by count(*) desc, code
  `;
  return rows.map(({ copies, ...row }) => ({
    ...row,
    retryNanos: halvesEstimate({ pictures: row.pictures, copies }).amountNanos,
  }));
}

/**
 * Tries a batch's failed pieces again, all or those of one class.
 * Throws AppError `not_found`, `avatar_not_ready`.
 * @returns how many are asked for again; none is no mistake, the second request finds them under way.
 */
export async function retryFailures(batchId: string, failureCode?: string): Promise<number> {
  return transaction(async () => {
    await Batch.get(batchId);
    const rows = await sql<{ id: string }[]>`
      select id
      from content_pieces
      where batch_id = ${batchId} and owner_id = ${Actor.userId()} and status = 'failed'
        ${failureCode ? sql`and coalesce(failure_code, 'unknown') = ${failureCode}` : sql``}
    `;
    return retry(rows.map(({ id }) => id));
  });
}
