import * as Actor from "../kit/actor.ts";
import { deadline } from "../kit/clock.ts";
import { crashPoint } from "../kit/crash-point.ts";
import { sql, transaction } from "../kit/db.ts";
import { messageOf, ProviderError } from "../kit/error.ts";
import { log } from "../kit/log.ts";
import { type Bucket, publicUrl } from "../provider/storage.ts";
import { copy, remove } from "../provider/storage-move.ts";
import { askTime } from "./placement.ts";

type Claim = { pieceId: string; attempts: number };
type Found = {
  avatarId: string;
  batchId: string;
  mediaKey: string | null;
  mediaBucket: Bucket | null;
  /** Null while the piece is being judged: then its picture stays where it lies. */
  mediaHome: Bucket | null;
  leftKeys: string[];
};

// Longer than the function may live: no other mover begins while one could still delete something.
const claimTime = { minutes: 3 };
const longestPauseMinutes = 60;
// A person who approves and undoes all the while is not waited for: the sweep comes again.
const roundsAtOnce = 5;

/**
 * Moves a piece's picture to where its verdict says, and deletes what lies elsewhere. Four beats: claim, copy, record;
 * only then is the old object deleted, so that no address leads nowhere. Whatever a mover that died left is done by the
 * next one, which looks at the piece as it is then. A message about a piece that is in its place does nothing.
 */
export async function carryOut(pieceId: string): Promise<void> {
  const claim = await transaction(() => take(pieceId));
  if (!claim) return;
  crashPoint("place.claimed");
  try {
    for (let round = 0; round < roundsAtOnce; round++) {
      const found = await transaction(() => look(claim));
      // Deleted with its avatar, or another's by now.
      if (!found) return;
      await move(claim, found);
      if (await transaction(() => finish(claim, found))) return;
    }
    await transaction(() => release(claim));
  } catch (error) {
    log.warn("place_failed", { pieceId, attempts: claim.attempts, reason: messageOf(error) });
    await transaction(() => release(claim));
    throw error;
  }
}

async function take(pieceId: string): Promise<Claim | undefined> {
  const [claim] = await sql<[Claim?]>`
    update piece_placements
    set status = 'running', attempts = attempts + 1, due_at = ${deadline(claimTime)}
    where piece_id = ${pieceId} and owner_id = ${Actor.userId()} and status = 'asked'
    returning piece_id, attempts
  `;
  return claim;
}

const isMine = ({ pieceId, attempts }: Claim) => sql`
  placement.piece_id = ${pieceId} and placement.owner_id = ${Actor.userId()} and placement.status = 'running'
    and placement.attempts = ${attempts}
`;

async function look(claim: Claim): Promise<Found | undefined> {
  const [found] = await sql<[Found?]>`
    select piece.avatar_id, piece.batch_id, piece.media_key, piece.media_bucket, piece.media_home,
      placement.left_keys
    from piece_placements as placement
    join content_pieces as piece on piece.id = placement.piece_id and piece.owner_id = placement.owner_id
    where ${isMine(claim)}
  `;
  return found;
}

/** One round: the picture is copied and recorded where it belongs, and what lies elsewhere goes. */
async function move(claim: Claim, found: Found): Promise<void> {
  const { mediaKey, mediaBucket, mediaHome, leftKeys } = found;
  // Null where there is no picture: then only what the piece had before is left to delete.
  const home = mediaBucket && (mediaHome ?? mediaBucket);
  if (mediaKey && mediaBucket && home && home !== mediaBucket) {
    const isMoved = await copyAndRecord(claim, found, { key: mediaKey, from: mediaBucket, to: home });
    // Something else was decided meanwhile; the next round reads it.
    if (!isMoved) return;
  }
  if (!(await transaction(() => isStillSo(claim, mediaKey, home)))) return;
  if (mediaKey && home) await remove(home === "public" ? "private" : "public", mediaKey);
  for (const key of leftKeys.filter((left) => left !== mediaKey)) {
    await remove("public", key);
    await remove("private", key);
  }
  crashPoint("place.removed");
}

type Move = { key: string; from: Bucket; to: Bucket };

async function copyAndRecord(claim: Claim, found: Found, { key, from, to }: Move): Promise<boolean> {
  const { pieceId } = claim;
  const purpose = { avatarId: found.avatarId, batchId: found.batchId, subjectId: pieceId };
  const bookCopy = await copyIfThere({ key, from, to }, { contentType: "image/jpeg", purpose });
  crashPoint("place.copied");
  const cdnUrl = to === "public" ? await publicUrl(key) : null;
  const isRecorded = await transaction(async () => {
    await bookCopy?.();
    const [recorded] = await sql<[{ id: string }?]>`
      update content_pieces as piece
      set media_bucket = ${to}, cdn_url = ${cdnUrl}
      from piece_placements as placement
      where ${isMine(claim)} and piece.id = placement.piece_id and piece.owner_id = ${Actor.userId()}
        and piece.media_key = ${key} and piece.media_bucket = ${from} and piece.media_home = ${to}
      returning piece.id
    `;
    return recorded !== undefined;
  });
  crashPoint("place.recorded");
  return isRecorded;
}

/** A picture that is nowhere is withdrawn all the same: its address leads nowhere already. */
async function copyIfThere({ key, from, to }: Move, options: Parameters<typeof copy>[3]) {
  try {
    return await copy(key, from, to, options);
  } catch (error) {
    const isMissing = error instanceof ProviderError && error.code === "NoSuchKey";
    if (!isMissing || to === "public") throw error;
    log.error("placed_picture_missing", { pieceId: options.purpose.subjectId });
    return undefined;
  }
}

/** Whether nothing may be lost by deleting; it moves the deadline, so that it stays so for a while. */
async function isStillSo(claim: Claim, key: string | null, bucket: Bucket | null): Promise<boolean> {
  const [still] = await sql<[{ pieceId: string }?]>`
    update piece_placements as placement
    set due_at = ${deadline(claimTime)}
    from content_pieces as piece
    where ${isMine(claim)} and piece.id = placement.piece_id and piece.owner_id = ${Actor.userId()}
      and piece.media_key is not distinct from ${key} and piece.media_bucket is not distinct from ${bucket}
    returning placement.piece_id
  `;
  return still !== undefined;
}

/** Ends a placement, unless a decision came in between: the piece's lock lets the two see each other. */
async function finish(claim: Claim, { mediaKey, leftKeys }: Found): Promise<boolean> {
  await sql`
    select id from content_pieces where id = ${claim.pieceId} and owner_id = ${Actor.userId()} for no key update
  `;
  const [finished] = await sql<[{ pieceId: string }?]>`
    delete from piece_placements as placement
    using content_pieces as piece
    where ${isMine(claim)} and piece.id = placement.piece_id and piece.owner_id = ${Actor.userId()}
      and (piece.media_bucket <> piece.media_home) is not true
      and piece.media_key is not distinct from ${mediaKey}
      and placement.left_keys = ${sql.json(leftKeys)}
    returning placement.piece_id
  `;
  return finished !== undefined;
}

/** Gives the claim back; the message comes again, and the sweep after a pause that doubles with each try. */
async function release(claim: Claim): Promise<void> {
  const minutes = Math.min(askTime.minutes * 2 ** (claim.attempts - 1), longestPauseMinutes);
  await sql`
    update piece_placements as placement
    set status = 'asked', due_at = ${deadline({ minutes })}
    where ${isMine(claim)}
  `;
}
