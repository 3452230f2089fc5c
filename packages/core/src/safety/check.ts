import type { Picture } from "../generation/picture.ts";
import * as Actor from "../kit/actor.ts";
import { sql } from "../kit/db.ts";
import { sha256 } from "../kit/hash.ts";
import { createId } from "../kit/id.ts";
import * as FaceCheck from "../provider/face-check.ts";
import type { Purpose } from "../provider/ledger.ts";
import { moderateImage, moderateText } from "../provider/moderation.ts";
import { screenPrompt, screenText } from "./hard-block.ts";
import { type Judgement, judge, worstVerdict } from "./judge.ts";
import { type Place, policyVersion, type Tier } from "./policy.ts";

/** A verdict with all it rests on, ready to be written down. */
export type Check = Judgement & {
  place: Place;
  contentSha256: string;
  scores: Record<string, number>;
  model: string;
};
export type PictureCheck = Check & { report: FaceCheck.FaceReport };

/**
 * Judges a text: our own list first, which costs nothing, then the moderation model. A hard block is not sent
 * on. Throws ProviderError or SafetyIncompleteError when no verdict can be had; then nothing may pass.
 */
export async function checkText(
  text: string,
  options: { place: "prompt" | "text"; tier: Tier; purpose: Purpose },
): Promise<Check> {
  const { place, tier, purpose } = options;
  const contentSha256 = sha256(text);
  const screened = place === "prompt" ? screenPrompt(text) : screenText(text);
  if (screened.length > 0) {
    return {
      place,
      contentSha256,
      verdict: "block",
      reasons: screened,
      policyVersion,
      scores: {},
      model: "screen",
    };
  }
  const { scores, model } = await moderateText(text, purpose);
  const judgement = judge({ place, tier, moderation: { categories: scores, model } });
  return { ...judgement, place, contentSha256, scores, model };
}

/**
 * Judges a picture by the moderation model and the face check together; the first does not judge minors. A
 * picture without a face is for a person to see.
 */
export async function checkPicture(
  picture: Picture,
  options: { tier: Tier; purpose: Purpose },
): Promise<PictureCheck> {
  const { tier, purpose } = options;
  const [{ scores, model }, report] = await Promise.all([
    moderateImage(picture.preview, purpose),
    FaceCheck.inspect(picture.preview, purpose),
  ]);
  const judgement = judge({
    place: "image",
    tier,
    moderation: { categories: scores, model },
    faces: {
      count: report.faces,
      lowestAgeLow: report.lowestAge,
      moderationLabels: report.moderationLabels,
      celebrities: report.celebrities,
    },
  });
  return { ...judgement, place: "image", contentSha256: picture.sha256, scores, model, report };
}

/** The verdict on several parts: the worst of them. */
export const worst = (checks: Check[]) => worstVerdict(checks.map((check) => check.verdict));

/** Writes verdicts down, in the caller's transaction. The same content judged twice is one row. */
export async function record(checks: Check | Check[], purpose: Purpose): Promise<void> {
  const rows = [checks].flat().map((check) => ({
    id: createId("verdict"),
    ownerId: Actor.userId(),
    avatarId: purpose.avatarId ?? "",
    subjectId: purpose.subjectId ?? "",
    place: check.place,
    contentSha256: check.contentSha256,
    verdict: check.verdict,
    reasons: sql.json(check.reasons as never),
    scores: sql.json(check.scores as never),
    model: check.model,
    policyVersion: check.policyVersion,
  }));
  if (rows.length > 0) await sql`insert into moderation_verdicts ${sql(rows)} on conflict do nothing`;
}
