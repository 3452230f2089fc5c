import { Generation } from "../generation/index.ts";
import * as Actor from "../kit/actor.ts";
import { sql, transaction } from "../kit/db.ts";
import { AppError, notFound } from "../kit/error.ts";
import { send } from "../kit/outbox.ts";
import * as Batch from "./batch.ts";
import * as Placement from "./placement.ts";
import type { Batch as Info } from "./schema.ts";

/**
 * Stops a batch: what is not settled is canceled at once, what runs at the provider is stopped by a worker and
 * booked with what it cost. Asked twice it is done once. Throws AppError `not_found`, `batch_not_running`.
 */
export async function cancel(batchId: string): Promise<Info> {
  return transaction(async () => {
    // Pictures, then pieces, then the batch, as a collector that settles one of them locks.
    const open = await sql<{ generationId: string }[]>`
      select generation_id
      from content_pieces
      where batch_id = ${batchId} and owner_id = ${Actor.userId()} and status in ('queued', 'generating')
    `;
    await Generation.cancel(open.map(({ generationId }) => generationId));
    await sql`
      select id
      from content_pieces
      where batch_id = ${batchId} and owner_id = ${Actor.userId()} and status in ('queued', 'generating')
      order by id
      for no key update
    `;
    const [batch] = await sql<[Pick<Info, "status">?]>`
      select status from content_batches where id = ${batchId} and owner_id = ${Actor.userId()} for no key update
    `;
    if (!batch) throw notFound("batch", batchId);
    if (batch.status === "finished") {
      throw new AppError(
        "conflict",
        "batch_not_running",
        "This batch has ended: there is nothing to cancel.",
      );
    }
    const stopped = await sql<{ id: string; generationId: string }[]>`
      update content_pieces
      set status = 'canceled', settled_at = now()
      where batch_id = ${batchId} and owner_id = ${Actor.userId()} and status in ('queued', 'generating')
      returning id, generation_id
    `;
    await Placement.ask(stopped.map(({ id }) => id));
    // One that was asked for again while we looked.
    await Generation.cancel(stopped.map(({ generationId }) => generationId));
    await sql`
      update content_batches
      set status = 'canceled', finished_at = coalesce(finished_at, now())
      where id = ${batchId} and owner_id = ${Actor.userId()}
    `;
    if (stopped.length > 0) await send("batch-cancel", { batchId });
    return Batch.get(batchId);
  });
}
