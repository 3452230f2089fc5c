import { randomInt } from "node:crypto";
import { Avatar } from "../avatar/index.ts";
import type { Info as Persona } from "../avatar/schema.ts";
import { Budget, batchEstimate } from "../cost/index.ts";
import { Generation } from "../generation/index.ts";
import * as Actor from "../kit/actor.ts";
import { deadline } from "../kit/clock.ts";
import { sql, transaction } from "../kit/db.ts";
import { AppError, notFound, parseInput } from "../kit/error.ts";
import { send, sendAll } from "../kit/outbox.ts";
import { screenText } from "../safety/hard-block.ts";
import * as Piece from "./piece.ts";
import * as Placement from "./placement.ts";
import { EditPiece } from "./schema.ts";
import { copyTime } from "./status.ts";
import { replaceTags } from "./tagging.ts";

/**
 * Changes a piece's text or tags. A new text is judged again before the piece can be anything, and a decision on
 * the old one is void. Throws AppError `not_found`, `prompt_blocked`, `piece_blocked`, `piece_unfinished`.
 */
export async function edit(pieceId: string, input: EditPiece): Promise<Piece.Row> {
  const { hook, caption, tags } = parseInput(EditPiece, input);
  return transaction(async () => {
    const piece = await lockOne(pieceId);
    if (tags) await replaceTags(pieceId, tags);
    const text = {
      hook: hook ?? piece.hook,
      caption: caption === undefined ? piece.caption : caption || null,
    };
    if (text.hook === piece.hook && text.caption === piece.caption) return Piece.get(pieceId);
    refuseUnlessSettled(piece);
    refuseBlockedText(text);
    if (!text.hook) {
      throw new AppError("input", "hook_missing", "A piece needs a hook. Write one.", {
        fields: { hook: "Write a hook." },
      });
    }
    await sql`
      update content_pieces
      set status = 'generating', settled_at = null, hook = ${text.hook}, caption = ${text.caption},
        copy_origin = 'edited', copy_status = 'pending', copy_attempts = 0, copy_waits = 0,
        copy_deadline_at = ${deadline(copyTime)},
        reasons = ${sql.json(piece.reasons.filter(({ place }) => place === "image") as never)},
        -- Of a picture that failed it stays why.
        failure_code = case when image_status = 'failed' then failure_code end,
        failure_message = case when image_status = 'failed' then failure_message end, ${undecided()}
      where id = ${pieceId} and owner_id = ${Actor.userId()}
    `;
    await Placement.ask([pieceId]);
    await reopenBatches([piece]);
    await send("hook", { pieceId });
    return Piece.get(pieceId);
  });
}

/**
 * Makes a piece anew from the same prompt, with another seed: another picture and another hook. Costs what a piece
 * costs. Throws AppError `not_found`, `avatar_not_ready`, `piece_blocked`, `piece_unfinished`, `cap_too_low`:
 * what is there would be gone, and nothing bought in its place.
 */
export async function regenerate(pieceId: string): Promise<Piece.Row> {
  return transaction(async () => {
    const avatars = await lockAvatars([pieceId]);
    const piece = await lockOne(pieceId);
    refuseUnlessSettled(piece);
    refuseUnlessReady(avatars, [piece]);
    await Budget.requireRoom(piece.avatarId, batchEstimate(1).amountNanos);
    await Generation.renew(piece.generationId, randomInt(2_147_483_647));
    await sql`
      update content_pieces
      set status = 'generating', settled_at = null, image_status = 'pending', copy_status = 'pending',
        copy_origin = 'written', copy_attempts = 0, copy_waits = 0, copy_deadline_at = ${deadline(copyTime)}, hook = null,
        caption = null, reasons = '[]', media_key = null, media_bucket = null, cdn_url = null, width = null,
        height = null, phash = null, identity_score = null, failure_code = null, failure_message = null,
        ${undecided()}
      where id = ${pieceId} and owner_id = ${Actor.userId()}
    `;
    if (piece.mediaKey) await Placement.discard(pieceId, piece.mediaKey);
    await reopenBatches([piece]);
    await send("hook", { pieceId });
    return Piece.get(pieceId);
  });
}

/**
 * Tries failed pieces again: the half that failed, never the one that is there. In the caller's transaction.
 * Throws AppError `not_found` for those of a persona that goes this moment, `avatar_not_ready`.
 * @returns how many were failed, and are asked for again.
 */
export async function retry(pieceIds: string[]): Promise<number> {
  if (pieceIds.length === 0) return 0;
  const avatars = await lockAvatars(pieceIds);
  const pieces = (await Piece.lock(pieceIds)).filter(({ status }) => status === "failed");
  if (pieces.length === 0) return 0;
  refuseUnlessReady(avatars, pieces);
  const pictures = pieces.filter(({ imageStatus }) => imageStatus === "failed");
  const copies = pieces.filter(({ copyStatus }) => copyStatus === "failed");
  await sql`
    update content_pieces
    set status = 'generating', settled_at = null, failure_code = null, failure_message = null,
      copy_attempts = 0, copy_waits = 0,
      image_status = case when image_status = 'failed' then 'pending' else image_status end,
      copy_status = case when copy_status = 'failed' then 'pending' else copy_status end,
      copy_deadline_at = ${deadline(copyTime)}
    where id in ${sql(pieces.map(({ id }) => id))} and owner_id = ${Actor.userId()}
  `;
  await reopenBatches(pieces);
  await Generation.requeue(pictures.map(({ generationId }) => generationId));
  await sendAll(
    "hook",
    copies.map(({ id }) => ({ pieceId: id })),
  );
  return pieces.length;
}

/** Tries one failed piece again. Throws AppError `not_found`, `piece_not_failed`, `avatar_not_ready`. */
export async function retryOne(pieceId: string): Promise<Piece.Row> {
  return transaction(async () => {
    await Piece.get(pieceId);
    if ((await retry([pieceId])) === 0) {
      const message = "This piece has not failed. Make it anew instead if you want another one.";
      throw new AppError("conflict", "piece_not_failed", message);
    }
    return Piece.get(pieceId);
  });
}

const undecided = () => sql`decision = null, decision_reason = null, decided_by = null, decided_at = null`;

async function lockOne(pieceId: string): Promise<Piece.Row> {
  const [piece] = await Piece.lock([pieceId]);
  if (!piece) throw notFound("piece", pieceId);
  return piece;
}

function refuseUnlessSettled({ status, imageStatus, copyStatus }: Piece.Row): void {
  if (status === "blocked" || imageStatus === "block" || copyStatus === "block") {
    const message = "What was blocked stays as it is. Start a batch to have other pieces made.";
    throw new AppError("conflict", "piece_blocked", message);
  }
  if (status === "queued" || status === "generating" || status === "canceled") {
    const message = "This piece is not finished. Wait until it is, or start another batch.";
    throw new AppError("conflict", "piece_unfinished", message);
  }
}

function refuseBlockedText(text: Record<string, string | null>): void {
  for (const [field, value] of Object.entries(text)) {
    const [reason] = value ? screenText(value) : [];
    if (!reason) continue;
    const message = "This cannot be said here: personas are fictional adults and nothing is explicit.";
    throw new AppError("input", "prompt_blocked", `${message} Reword the ${field}.`, {
      fields: { [field]: `${message} (${reason.code})` },
    });
  }
}

/**
 * The personas of pieces; nobody archives or deletes one of them until the transaction ends. Before the pieces, as a
 * deletion locks.
 */
async function lockAvatars(pieceIds: string[]): Promise<Persona[]> {
  const rows = await sql<{ avatarId: string }[]>`
    select distinct avatar_id
    from content_pieces
    where id in ${sql(pieceIds)} and owner_id = ${Actor.userId()}
    order by avatar_id
  `;
  const avatars: Persona[] = [];
  for (const { avatarId } of rows) avatars.push(await Avatar.getLocked(avatarId));
  return avatars;
}

function refuseUnlessReady(avatars: Persona[], pieces: Piece.Row[]): void {
  const ids = new Set(pieces.map(({ avatarId }) => avatarId));
  const unready = avatars.find(({ id, status }) => ids.has(id) && status !== "ready");
  if (!unready) return;
  const message = `${unready.name} is ${unready.status}. Pieces are made by avatars that are ready.`;
  throw new AppError("conflict", "avatar_not_ready", message);
}

/** A batch with a piece under way runs again, and ends again with it; a canceled one stays canceled. */
async function reopenBatches(pieces: Piece.Row[]): Promise<void> {
  await sql`
    update content_batches
    set status = 'running', finished_at = null, resumed_at = now()
    where id in ${sql(pieces.map(({ batchId }) => batchId))} and owner_id = ${Actor.userId()} and status = 'finished'
  `;
}
