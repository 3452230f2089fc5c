import { identityBands } from "../avatar/dataset/curate.ts";
import { Face, readFace } from "../avatar/index.ts";
import type { Inspect } from "../generation/index.ts";
import * as Actor from "../kit/actor.ts";
import { sql, transaction } from "../kit/db.ts";
import * as FaceCheck from "../provider/face-check.ts";
import * as Storage from "../provider/storage.ts";
import * as Safety from "../safety/check.ts";
import { get, type Row, settle } from "./piece.ts";
import type { Piece } from "./schema.ts";
import { type Half, statusOf } from "./status.ts";

type Reason = Piece["reasons"][number];

/** Checks a piece's picture, puts it where its verdict allows it to be, and settles the piece. */
export const inspect: Inspect = async (generation, picture) => {
  const { avatarId, subjectId } = generation;
  const purpose = { avatarId, subjectId, batchId: generation.batchId ?? undefined };
  const { piece, faceKey } = await transaction(async () => ({
    piece: await get(subjectId),
    faceKey: await Face.findKey(avatarId),
  }));
  if (!faceKey) throw Face.missingFace(avatarId);
  const comparing = readFace(faceKey).then((face) => FaceCheck.compare(face, picture.checked, purpose));
  const persona = comparing.then((score) => score !== undefined && score >= identityBands.moderate);
  const [check, identityScore, isSame] = await Promise.all([
    Safety.checkPicture(picture, { purpose, tier: piece.tier, persona }),
    comparing,
    persona,
  ]);
  const verdict = check.verdict === "allow" && !isSame ? "review" : check.verdict;
  const reasons: Reason[] = check.reasons.map(({ code, score }) => ({
    code,
    score,
    place: "image" as const,
  }));
  if (!isSame && check.report.faces > 0) {
    reasons.push({ code: "other_identity", place: "image", score: identityScore ?? 0 });
  }
  const likeness = Safety.judgeLikeness(picture, {
    score: identityScore,
    floor: identityBands.moderate,
    isUnseenFine: false,
  });
  // What the copy's verdict says later moves it, where it has to be.
  const bucket = isPublic(piece, verdict) ? "public" : "private";
  const mediaKey = `avatars/${avatarId}/pieces/${subjectId}/${picture.sha256}.jpg`;
  const bookPut = await Storage.write(bucket, mediaKey, picture.jpeg, { contentType: "image/jpeg", purpose });
  const cdnUrl = bucket === "public" ? await Storage.publicUrl(mediaKey) : null;
  return async () => {
    await bookPut();
    await Safety.record(check.report.faces > 0 ? [check, likeness] : check, purpose);
    await sql`
      update content_pieces
      set image_status = ${verdict}, media_key = ${mediaKey}, media_bucket = ${bucket}, cdn_url = ${cdnUrl},
        width = ${picture.width}, height = ${picture.height}, phash = ${picture.phash},
        identity_score = ${identityScore ?? null},
        reasons = reasons || ${sql.json(reasons as never)}
      where id = ${subjectId} and owner_id = ${Actor.userId()} and image_status = 'pending'
    `;
    await settle(subjectId, piece.batchId);
  };
};

function isPublic({ tier, status, copyStatus }: Row, verdict: Half): boolean {
  const isPassed = verdict === "allow" && ["ready", "generating"].includes(statusOf(verdict, copyStatus));
  return tier === "public" && status !== "canceled" && isPassed;
}
