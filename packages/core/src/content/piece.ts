import type { Fail } from "../generation/index.ts";
import * as Actor from "../kit/actor.ts";
import { sql } from "../kit/db.ts";
import { notFound } from "../kit/error.ts";
import { publish } from "../kit/outbox.ts";
import { BatchFinished } from "./event.ts";
import type { Piece as Info } from "./schema.ts";
import { type Half, statusOf } from "./status.ts";

type Reason = Info["reasons"][number];
export type Row = Info & { imageStatus: Half; copyStatus: Half; generationId: string };

const columns = () => sql`
  id, avatar_id, batch_id, lora_version_id, ordinal, template_id, template_version, prompt, ratio, tier, status, hook,
  reasons, media_key, media_bucket, cdn_url, width, height, is_ai_generated, provenance, failure_code,
  failure_message, created_at, settled_at, image_status, copy_status, generation_id
`;

export type Filter = {
  avatarId?: string | undefined;
  batchId?: string | undefined;
  status?: Info["status"] | undefined;
  tier?: Info["tier"] | undefined;
  templateId?: string | undefined;
};

/** Newest first; `before` is the last id of the page above. */
export async function list(
  filter: Filter,
  page: { limit: number; before?: string | undefined },
): Promise<Row[]> {
  return sql<Row[]>`
    select ${columns()}
    from content_pieces
    where owner_id = ${Actor.userId()}
      ${filter.avatarId ? sql`and avatar_id = ${filter.avatarId}` : sql``}
      ${filter.batchId ? sql`and batch_id = ${filter.batchId}` : sql``}
      ${filter.status ? sql`and status = ${filter.status}` : sql``}
      ${filter.tier ? sql`and tier = ${filter.tier}` : sql``}
      ${filter.templateId ? sql`and template_id = ${filter.templateId}` : sql``}
      ${page.before ? sql`and id < ${page.before}` : sql``}
    order by id desc
    limit ${page.limit}
  `;
}

export async function find(id: string): Promise<Row | undefined> {
  const [row] = await sql<[Row?]>`
    select ${columns()} from content_pieces where id = ${id} and owner_id = ${Actor.userId()}
  `;
  return row;
}

/** Throws AppError `not_found`. */
export async function get(id: string): Promise<Row> {
  const row = await find(id);
  if (!row) throw notFound("piece", id);
  return row;
}

/** Records a piece's copy, in the caller's transaction, and settles the piece. */
export async function recordCopy(
  piece: Pick<Row, "id" | "batchId">,
  copy: { status: Half; hook?: string; reasons: Reason[]; failure?: { code: string; message: string } },
): Promise<void> {
  await sql`
    update content_pieces
    set copy_status = ${copy.status}, hook = ${copy.hook ?? null},
      reasons = reasons || ${sql.json(copy.reasons as never)},
      failure_code = coalesce(${copy.failure?.code ?? null}, failure_code),
      failure_message = coalesce(${copy.failure?.message ?? null}, failure_message)
    where id = ${piece.id} and owner_id = ${Actor.userId()} and copy_status = 'pending'
  `;
  await settle(piece.id, piece.batchId);
}

/**
 * Gives a piece the status that follows from its halves, and ends the batch with its last piece. The batch's
 * row lock makes two last pieces see each other.
 */
export async function settle(pieceId: string, batchId: string): Promise<void> {
  await sql`select id from content_batches where id = ${batchId} and owner_id = ${Actor.userId()} for no key update`;
  const piece = await get(pieceId);
  const status = statusOf(piece.imageStatus, piece.copyStatus);
  await sql`
    update content_pieces
    set status = ${status}, settled_at = ${status === "generating" ? null : new Date()}
    where id = ${pieceId} and owner_id = ${Actor.userId()} and status in ('queued', 'generating')
  `;
  const [open] = await sql<[{ count: number }]>`
    select count(*)::int as count
    from content_pieces
    where batch_id = ${batchId} and owner_id = ${Actor.userId()} and status in ('queued', 'generating')
  `;
  if (open.count > 0) return;
  const [finished] = await sql<[{ id: string }?]>`
    update content_batches set status = 'finished', finished_at = now()
    where id = ${batchId} and owner_id = ${Actor.userId()} and status = 'running'
    returning id
  `;
  if (finished) await publish(BatchFinished, { batchId });
}

/** A piece's picture that could not be made; a provider's refusal for its content is a block. */
export const fail: Fail = async (generation, failure) => {
  const isRefused = failure.code === "provider_safety";
  const reasons: Reason[] = isRefused ? [{ code: "provider_safety", place: "image" }] : [];
  await sql`
    update content_pieces
    set image_status = ${isRefused ? "block" : "failed"}, failure_code = ${isRefused ? null : failure.code},
      failure_message = ${isRefused ? null : failure.message},
      reasons = reasons || ${sql.json(reasons as never)}
    where id = ${generation.subjectId} and owner_id = ${Actor.userId()} and image_status = 'pending'
  `;
  await settle(generation.subjectId, generation.batchId ?? "");
};
