import { identityBands } from "../avatar/dataset/curate.ts";
import { Face, readFace } from "../avatar/index.ts";
import type { GenerationSchema, Inspect, Picture } from "../generation/index.ts";
import * as Actor from "../kit/actor.ts";
import { sql } from "../kit/db.ts";
import { notFound } from "../kit/error.ts";
import * as FaceCheck from "../provider/face-check.ts";
import * as Storage from "../provider/storage.ts";
import * as Safety from "../safety/check.ts";
import { type Row, recordPicture } from "./piece.ts";
import type { Piece } from "./schema.ts";
import { type Half, statusOf } from "./status.ts";

type Reason = Piece["reasons"][number];

type Subject = Pick<Row, "tier" | "status" | "copyStatus" | "batchId">;

/**
 * Checks a piece's picture, puts it where its verdict allows it to be, and settles the piece. Nothing leads back from
 * canceled, so that one's picture is not worth its checks.
 */
export const inspect: Inspect = async (generation) => {
  const { avatarId, subjectId } = generation;
  const [[piece], faceKey] = await Promise.all([
    sql<[Subject?]>`
      select tier, status, copy_status, batch_id
      from content_pieces
      where id = ${subjectId} and owner_id = ${Actor.userId()}
    `,
    Face.findKey(avatarId),
  ]);
  if (!piece) throw notFound("piece", subjectId);
  if (piece.status === "canceled") return undefined;
  return (picture) => look(generation, piece, faceKey, picture);
};

async function look(
  { avatarId, subjectId, batchId }: GenerationSchema.Info,
  piece: Subject,
  faceKey: string | undefined,
  picture: Picture.Picture,
): Promise<() => Promise<void>> {
  const purpose = { avatarId, subjectId, batchId: batchId ?? undefined };
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
  const bucket: Storage.Bucket = isPublic(piece, verdict) ? "public" : "private";
  const mediaKey = `avatars/${avatarId}/pieces/${subjectId}/${picture.sha256}.jpg`;
  const stored = { contentType: "image/jpeg", purpose, isOnTab: true };
  await Storage.put(bucket, mediaKey, picture.jpeg, stored);
  const cdnUrl = bucket === "public" ? await Storage.publicUrl(mediaKey) : null;
  const { width, height, phash } = picture;
  const measured = { width, height, phash, identityScore: identityScore ?? null };
  const found = { mediaKey, mediaBucket: bucket, cdnUrl, ...measured };
  return async () => {
    await Promise.all([
      Safety.record(check.report.faces > 0 ? [check, likeness] : check, purpose),
      recordPicture({ id: subjectId, batchId: piece.batchId }, { status: verdict, reasons, found }),
    ]);
  };
}

function isPublic({ tier, status, copyStatus }: Subject, verdict: Half): boolean {
  const isPassed = verdict === "allow" && ["ready", "generating"].includes(statusOf(verdict, copyStatus));
  return tier === "public" && status !== "canceled" && isPassed;
}
