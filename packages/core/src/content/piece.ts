import type { Fail } from "../generation/index.ts";
import * as Actor from "../kit/actor.ts";
import { sql } from "../kit/db.ts";
import { notFound } from "../kit/error.ts";
import { publish } from "../kit/outbox.ts";
import { BatchFinished } from "./event.ts";
import { after, matching, order } from "./piece-filter.ts";
import * as Placement from "./placement.ts";
import { type Piece as Info, type PieceFilter, pieceStatuses } from "./schema.ts";
import { type Half, statusOf } from "./status.ts";
import type { Sort } from "./vocabulary.ts";

type Reason = Info["reasons"][number];
export type Row = Info & {
  imageStatus: Half;
  copyStatus: Half;
  copyOrigin: "written" | "edited";
  /** Tries at the copy that did not end, and how often in a row it waited for a provider that was out. */
  copyAttempts: number;
  copyWaits: number;
  generationId: string;
};
export type StatusCounts = Record<Info["status"], number>;

const columns = () => sql`
  id, avatar_id, batch_id, lora_version_id, ordinal, template_id, template_version, prompt, ratio, tier, status, hook,
  caption, reasons, media_key, media_bucket, cdn_url, width, height, is_ai_generated, provenance, identity_score,
  decision, decision_reason, decided_at, failure_code, failure_message, created_at, settled_at, image_status,
  copy_status, copy_origin, copy_attempts, copy_waits, generation_id,
  (
    select coalesce(jsonb_agg(tag.tag order by tag.tag), '[]')
    from piece_tags as tag
    where tag.piece_id = piece.id
  ) as tags
`;

/**
 * The pieces of a filter; `before` is `cursorBehind` of the last piece of the page above. Throws AppError
 * `input_invalid` for one of another order.
 */
export async function list(
  filter: PieceFilter,
  page: { limit: number; before?: string | undefined; sort?: Sort | undefined },
): Promise<Row[]> {
  const { limit, before, sort = "newest" } = page;
  return sql<Row[]>`
    select ${columns()}
    from content_pieces as piece
    where ${matching(filter)} ${after(sort, before)}
    order by ${order(sort)}
    limit ${limit}
  `;
}

/** In the order of their ids; an id that is nobody's, or somebody else's, is left out. */
export async function listByIds(ids: string[]): Promise<Row[]> {
  return sql<Row[]>`
    select ${columns()}
    from content_pieces as piece
    where id in ${sql(ids)} and owner_id = ${Actor.userId()}
    order by id
  `;
}

/** How many pieces of a filter are in each state; the filter's own state is left aside. */
export async function countByStatus(filter: PieceFilter): Promise<StatusCounts> {
  const { status: _status, ...rest } = filter;
  const rows = await sql<{ status: Info["status"]; count: number }[]>`
    select piece.status, count(*)::int as count
    from content_pieces as piece
    where ${matching(rest)}
    group by piece.status
  `;
  const counts = Object.fromEntries(pieceStatuses.map((status) => [status, 0])) as StatusCounts;
  for (const { status, count } of rows) counts[status] = count;
  return counts;
}

/** Rows of pieces by id, locked for the caller's transaction, in one order so that two of them cannot cross. */
export async function lock(ids: string[]): Promise<Row[]> {
  const rows = await sql<Row[]>`
    select ${columns()}
    from content_pieces as piece
    where id in ${sql(ids)} and owner_id = ${Actor.userId()}
    order by id
    for no key update
  `;
  if (rows.length === 0) return rows;
  // Then their batches, as `settle` does.
  await sql`
    select id
    from content_batches
    where id in ${sql([...new Set(rows.map(({ batchId }) => batchId))])} and owner_id = ${Actor.userId()}
    order by id
    for no key update
  `;
  return rows;
}

export async function find(id: string): Promise<Row | undefined> {
  const [row] = await sql<[Row?]>`
    select ${columns()} from content_pieces as piece where id = ${id} and owner_id = ${Actor.userId()}
  `;
  return row;
}

/** Throws AppError `not_found`. */
export async function get(id: string): Promise<Row> {
  const row = await find(id);
  if (!row) throw notFound("piece", id);
  return row;
}

/**
 * Records a piece's copy, in the caller's transaction, and settles the piece. What was judged has to be what stands
 * there: a verdict on words that were edited since says nothing.
 */
export async function recordCopy(
  piece: Pick<Row, "id" | "batchId"> & Partial<Pick<Row, "hook" | "caption">>,
  copy: { status: Half; hook?: string; reasons: Reason[]; failure?: { code: string; message: string } },
): Promise<void> {
  const [changed] = await sql<[Settling?]>`
    update content_pieces
    set copy_status = ${copy.status}, hook = coalesce(${copy.hook ?? null}, hook),
      reasons = reasons || ${sql.json(copy.reasons as never)},
      -- Where both halves failed it is the picture's that is told.
      failure_code = case when image_status = 'failed' then failure_code else ${copy.failure?.code ?? null} end,
      failure_message =
        case when image_status = 'failed' then failure_message else ${copy.failure?.message ?? null} end
    where id = ${piece.id} and owner_id = ${Actor.userId()} and copy_status = 'pending'
      and hook is not distinct from ${piece.hook ?? null} and caption is not distinct from ${piece.caption ?? null}
    returning ${settling()}
  `;
  await settle(piece.id, piece.batchId, changed);
}

/** Where a piece's picture is, and what was measured of it. */
type Found = Pick<Row, "mediaKey" | "mediaBucket" | "cdnUrl" | "width" | "height" | "identityScore"> & {
  phash: string;
};

/** Records a piece's picture and what the checks said of it, in the caller's transaction, and settles the piece. */
export async function recordPicture(
  piece: Pick<Row, "id" | "batchId">,
  picture: { status: Half; reasons: Reason[]; found: Found },
): Promise<void> {
  const [changed] = await sql<[Settling?]>`
    update content_pieces
    set ${sql(picture.found)}, image_status = ${picture.status},
      reasons = reasons || ${sql.json(picture.reasons as never)}
    where id = ${piece.id} and owner_id = ${Actor.userId()} and image_status = 'pending'
    returning ${settling()}
  `;
  await settle(piece.id, piece.batchId, changed);
}

/**
 * Gives a piece the status that follows from its halves, has its picture put where that lets it be, and ends the batch
 * with its last piece. With the first of its halves nothing of that happens yet. The batch's row lock makes two last
 * pieces see each other. `changed` is what the caller's own update made of the piece, if it changed it.
 */
export async function settle(pieceId: string, batchId: string, changed?: Settling): Promise<void> {
  // Piece before batch, whoever locks both: a half that was settled already has not touched its piece here.
  const piece = changed ?? (await lockSettling(pieceId));
  const status = statusOf(piece.imageStatus, piece.copyStatus);
  const settled = piece.status === status ? undefined : await setStatus(pieceId, status);
  if (settled?.isMisplaced ?? piece.isMisplaced) await Placement.ask([pieceId]);
  if (status !== "generating") await endBatch(batchId);
}

type Settling = { imageStatus: Half; copyStatus: Half; status: Info["status"]; isMisplaced: boolean | null };

const isMisplaced = () => sql`media_bucket <> media_home as is_misplaced`;
const settling = () => sql`image_status, copy_status, status, ${isMisplaced()}`;

async function lockSettling(id: string): Promise<Settling> {
  const [piece] = await sql<[Settling?]>`
    select ${settling()}
    from content_pieces
    where id = ${id} and owner_id = ${Actor.userId()}
    for no key update
  `;
  if (!piece) throw notFound("piece", id);
  return piece;
}

/** Undefined for a piece that has its status from elsewhere: of a person, or canceled. */
async function setStatus(
  id: string,
  status: Info["status"],
): Promise<Pick<Settling, "isMisplaced"> | undefined> {
  const [row] = await sql<[Pick<Settling, "isMisplaced">?]>`
    update content_pieces
    set status = ${status}, settled_at = ${status === "generating" ? null : new Date()}
    where id = ${id} and owner_id = ${Actor.userId()} and status in ('queued', 'generating')
    returning ${isMisplaced()}
  `;
  return row;
}

async function endBatch(id: string): Promise<void> {
  // Sent together, run one after the other: the second sees what was committed by the time the first had the lock.
  const [, [finished]] = await Promise.all([
    sql`select 1 from content_batches where id = ${id} and owner_id = ${Actor.userId()} for no key update`,
    sql<[{ id: string }?]>`
      update content_batches
      set status = 'finished', finished_at = now(),
        ended_counts = (
          select jsonb_object_agg(status, pieces)
          from (
            select status, count(*) as pieces
            from content_pieces
            where batch_id = ${id} and owner_id = ${Actor.userId()}
            group by status
          ) as counted
        )
      where id = ${id} and owner_id = ${Actor.userId()} and status = 'running'
        and not exists (
          select from content_pieces
          where batch_id = ${id} and owner_id = ${Actor.userId()} and status in ('queued', 'generating')
        )
      returning id
    `,
  ]);
  if (finished) await publish(BatchFinished, { batchId: id });
}

/** A piece's picture that could not be made; a provider's refusal for its content is a block. */
export const fail: Fail = async (generation, failure) => {
  const isRefused = failure.code === "provider_safety";
  const reasons: Reason[] = isRefused ? [{ code: "provider_safety", place: "image" }] : [];
  const [changed] = await sql<[Settling?]>`
    update content_pieces
    set image_status = ${isRefused ? "block" : "failed"}, failure_code = ${isRefused ? null : failure.code},
      failure_message = ${isRefused ? null : failure.message},
      reasons = reasons || ${sql.json(reasons as never)}
    where id = ${generation.subjectId} and owner_id = ${Actor.userId()} and image_status = 'pending'
    returning ${settling()}
  `;
  await settle(generation.subjectId, generation.batchId ?? "", changed);
};
