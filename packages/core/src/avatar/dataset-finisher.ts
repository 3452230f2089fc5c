import type { Inspect } from "../generation/index.ts";
import * as Actor from "../kit/actor.ts";
import { sql } from "../kit/db.ts";
import * as FaceCheck from "../provider/face-check.ts";
import * as Storage from "../provider/storage.ts";
import * as Safety from "../safety/check.ts";
import { identityBands, otherIdentityBelow, type RejectReason } from "./dataset/curate.ts";
import { markChanged, settleOf } from "./dataset.ts";
import { missingFace } from "./face.ts";
import { readFace } from "./face-image.ts";

/** Judges a picture against the locked face and the safety rules; the curator chooses among what passes. */
export const inspect: Inspect = async (generation) => async (picture) => {
  const purpose = { avatarId: generation.avatarId, subjectId: generation.subjectId };
  const faceKey = generation.referenceKey;
  if (!faceKey) throw missingFace(generation.avatarId);
  const mediaKey = `avatars/${generation.avatarId}/dataset/${picture.sha256}.jpg`;
  const [check, identityScore] = await Promise.all([
    Safety.checkPicture(picture, { purpose, tier: "public" }),
    readFace(faceKey).then((face) => FaceCheck.compare(face, picture.checked, purpose)),
    Storage.put("private", mediaKey, picture.jpeg, { contentType: "image/jpeg", purpose }),
  ]);
  const reason = rejection(check, identityScore);
  const likeness = Safety.judgeLikeness(picture, {
    score: check.report.isFrontal ? identityScore : undefined,
    floor: identityBands.moderate,
    isUnseenFine: true,
  });
  return async () => {
    await Safety.record(check.report.faces > 0 ? [check, likeness] : check, purpose);
    // The curator has done its work when a replacement comes: one that passes is what the person asked for.
    const [settled] = await sql<[{ datasetId: string; status: string }?]>`
      update dataset_images
      set status = case when ${reason === undefined} then case when replaces is null then 'candidate' else 'kept' end
          else 'rejected' end,
        reject_reason = ${reason ?? null}, media_key = ${mediaKey},
        phash = ${picture.phash}, sharpness = ${picture.sharpness}, identity_score = ${identityScore ?? null},
        is_frontal = ${check.report.isFrontal}
      where id = ${generation.subjectId} and owner_id = ${Actor.userId()} and status = 'pending'
      returning dataset_id, status
    `;
    if (settled?.status === "kept") await markChanged(settled.datasetId);
    await settleOf(generation.subjectId);
  };
};

/** Why a picture cannot be in the dataset whatever the others are like; the worst reason first. */
function rejection(check: Safety.PictureCheck, identityScore: number | undefined): RejectReason | undefined {
  const codes = check.reasons.map((reason) => reason.code);
  if (codes.includes("apparent_age_below_floor")) return "young_look";
  if (check.verdict === "block") return "blocked_by_moderation";
  if (check.report.faces === 0) return "no_face";
  if (check.verdict === "review") return "blocked_by_moderation";
  // A face turned away cannot be compared, which is not a low score: the curator decides.
  if (identityScore === undefined || !check.report.isFrontal) return undefined;
  if (identityScore < otherIdentityBelow) return "other_identity";
  return identityScore < identityBands.moderate ? "weak_identity" : undefined;
}
