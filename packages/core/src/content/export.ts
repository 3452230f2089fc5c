import { Avatar } from "../avatar/index.ts";
import * as Actor from "../kit/actor.ts";
import { deadline } from "../kit/clock.ts";
import { sql, transaction } from "../kit/db.ts";
import { AppError, notFound } from "../kit/error.ts";
import { fn } from "../kit/fn.ts";
import { createId } from "../kit/id.ts";
import { publish, send } from "../kit/outbox.ts";
import * as Batch from "./batch.ts";
import { ExportStarted } from "./event.ts";
import { matching } from "./piece-filter.ts";
import { type Export as Info, type PieceFilter, StartExport } from "./schema.ts";

type Row = Info & { mediaKey: string | null };

// The worker that deletes a file whose time is over comes within minutes; until then it counts as gone all the same.
const columns = () => sql`
  id, case when status = 'ready' and expires_at <= now() then 'expired' else status end as status, requested, packed,
  bytes::float8 as bytes, media_key, error_code, error_message, created_at, finished_at, expires_at
`;

const piecesAllowed = 1_000;
// Each is a worker and a file of up to a gigabyte; a loop that never ends is stopped here.
const openAllowed = 5;
// When the sweep asks again, should the message not arrive.
export const queueTime = { minutes: 5 };

/** What may leave the house: what passed the checks, and persons where they were asked, with its picture. */
const isPackable = () => sql`piece.status = 'ready' and piece.media_key is not null`;

/**
 * Asks for a zip of pieces, which a worker packs: those named, which all have to be ready, or the ready ones of a
 * filter. What stands in it is settled now.
 * Throws AppError `not_found`, `pieces_not_ready`, `export_empty`, `export_too_large`, `exports_too_many`.
 */
export const start = fn(StartExport, ({ pieceIds, filter = {} }) =>
  transaction(async () => begin(pieceIds ? await named(pieceIds) : await found(filter))),
);

/**
 * Asks for the zip of an export once more, whatever became of it: with those of its pieces that are ready now.
 * Throws AppError `not_found`, `export_empty`, `exports_too_many`.
 */
export async function startAgain(id: string): Promise<Row> {
  return transaction(async () => {
    await get(id);
    const rows = await sql<{ id: string }[]>`
      select piece.id
      from content_pieces as piece
      join content_exports as export on export.owner_id = piece.owner_id and export.piece_ids ? piece.id
      where export.id = ${id} and piece.owner_id = ${Actor.userId()} and ${isPackable()}
      order by piece.id desc
    `;
    if (rows.length === 0) throw empty("None of its pieces is ready with a picture any more.");
    return begin(rows.map((row) => row.id));
  });
}

/**
 * Stops an export that is not packed yet; its worker notices with the next group of pictures and stores nothing.
 * Asked twice it is done once. Throws AppError `not_found`, `export_not_running`.
 */
export async function cancel(id: string): Promise<Row> {
  return transaction(async () => {
    await sql`
      update content_exports
      set status = 'canceled', finished_at = now(),
        -- Its worker may be storing the file this moment: the row that knows of it stays until that is surely over.
        expires_at = now() + interval '15 minutes'
      where id = ${id} and owner_id = ${Actor.userId()} and status in ('queued', 'running')
    `;
    const row = await get(id);
    if (row.status === "canceled") return row;
    const message = "This download is not being packed any more: there is nothing to cancel.";
    throw new AppError("conflict", "export_not_running", message);
  });
}

/** In the caller's transaction. */
async function begin(ids: string[]): Promise<Row> {
  // Whoever comes at the same moment waits here, and then counts this one.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${Actor.userId()} content_exports`}, 0))`;
  const [open] = await sql<[{ count: number }]>`
    select count(*)::int as count
    from content_exports
    where owner_id = ${Actor.userId()} and status in ('queued', 'running')
  `;
  if (open.count >= openAllowed) {
    const message = `There are ${openAllowed} downloads being packed already. Wait until one is done.`;
    throw new AppError("conflict", "exports_too_many", message);
  }
  const id = createId("contentExport");
  await sql`insert into content_exports ${sql({
    id,
    ownerId: Actor.userId(),
    pieceIds: sql.json(ids),
    requested: ids.length,
    deadlineAt: deadline(queueTime),
  })}`;
  await send("content-export", { exportId: id });
  await publish(ExportStarted, { exportId: id });
  return get(id);
}

/** Also one whose file has expired, for a month more. Throws AppError `not_found`. */
export async function get(id: string): Promise<Row> {
  const [row] = await sql<[Row?]>`
    select ${columns()}
    from content_exports
    where id = ${id} and owner_id = ${Actor.userId()}
      and (expires_at is null or expires_at > now() or error_code is null)
  `;
  if (!row) throw notFound("export", id);
  return row;
}

/** Newest first, without those that expired or were canceled; `before` is the last id of the page above. */
export async function list(page: { limit: number; before?: string | undefined }): Promise<Row[]> {
  return sql<Row[]>`
    select ${columns()}
    from content_exports
    where owner_id = ${Actor.userId()} and status not in ('canceled', 'expired')
      and (expires_at is null or expires_at > now()) ${page.before ? sql`and id < ${page.before}` : sql``}
    order by id desc
    limit ${page.limit}
  `;
}

async function named(given: string[]): Promise<string[]> {
  const ids = [...new Set(given)];
  const rows = await sql<{ id: string; isPackable: boolean }[]>`
    select piece.id, (${isPackable()}) as is_packable
    from content_pieces as piece
    where piece.id in ${sql(ids)} and piece.owner_id = ${Actor.userId()}
  `;
  const known = new Map(rows.map((row) => [row.id, row.isPackable]));
  const unknown = ids.find((id) => !known.has(id));
  if (unknown) throw notFound("piece", unknown);
  const unready = rows.filter((row) => !row.isPackable).length;
  if (unready > 0) {
    const message = `${unready} of the ${ids.length} pieces are not ready with a picture. Leave them out, or approve them first.`;
    throw new AppError("conflict", "pieces_not_ready", message, { fields: { pieceIds: message } });
  }
  return ids;
}

async function found(filter: PieceFilter): Promise<string[]> {
  if (filter.avatarId) await Avatar.get(filter.avatarId);
  if (filter.batchId) await Batch.get(filter.batchId);
  const rows = await sql<{ id: string }[]>`
    select piece.id
    from content_pieces as piece
    where ${matching(filter)} and ${isPackable()}
    order by piece.id desc
    limit ${piecesAllowed + 1}
  `;
  if (rows.length === 0) {
    throw empty("No piece of this filter is ready with a picture. Approve some, or choose another filter.");
  }
  if (rows.length > piecesAllowed) {
    const message = `More than ${piecesAllowed} pieces match. Narrow the filter, for example to one avatar or some days.`;
    throw new AppError("conflict", "export_too_large", message, { fields: { filter: message } });
  }
  return rows.map(({ id }) => id);
}

const empty = (message: string) => new AppError("conflict", "export_empty", message);
