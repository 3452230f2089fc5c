import type { Picture } from "../generation/picture.ts";
import * as Actor from "../kit/actor.ts";
import { sql } from "../kit/db.ts";
import { fail } from "../kit/error.ts";
import { sha256 } from "../kit/hash.ts";
import { createId } from "../kit/id.ts";
import * as FaceCheck from "../provider/face-check.ts";
import type { Purpose } from "../provider/ledger.ts";
import { moderateImage, moderateTexts } from "../provider/moderation.ts";
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
/** Whose face it is, judged apart from what the picture shows. */
export type LikenessCheck = Omit<Check, "place"> & { place: "face" };
export type PictureCheck = Check & { report: FaceCheck.FaceReport };

type TextToCheck = { text: string; place: "prompt" | "text" };

/**
 * Judges a text: our own list first, which costs nothing, then the moderation model. A hard block is not sent
 * on. Throws ProviderError or SafetyIncompleteError when no verdict can be had; then nothing may pass.
 */
export async function checkText(
  text: string,
  options: { place: "prompt" | "text"; tier: Tier; purpose: Purpose },
): Promise<Check> {
  const [check] = await checkTexts([{ text, place: options.place }], options);
  return check ?? fail("One text has one verdict.");
}

/** Judges several texts by one request of the moderation model, as `checkText` judges one. In order. */
export async function checkTexts(
  texts: TextToCheck[],
  { tier, purpose }: { tier: Tier; purpose: Purpose },
): Promise<Check[]> {
  const screened = texts.map(({ text, place }) =>
    place === "prompt" ? screenPrompt(text) : screenText(text),
  );
  const open = texts.filter((_text, index) => screened[index]?.length === 0);
  const answer =
    open.length > 0
      ? await moderateTexts(
          open.map(({ text }) => text),
          purpose,
        )
      : undefined;
  return texts.map((subject, index): Check => {
    const { text, place } = subject;
    const contentSha256 = sha256(text);
    const reasons = screened[index] ?? [];
    if (reasons.length > 0) {
      return { place, contentSha256, verdict: "block", reasons, policyVersion, scores: {}, model: "screen" };
    }
    const scores = answer?.scores[open.indexOf(subject)] ?? {};
    const model = answer?.model ?? "";
    const judgement = judge({ place, tier, moderation: { categories: scores, model } });
    return { ...judgement, place, contentSha256, scores, model };
  });
}

/**
 * Judges a picture by the moderation model and the face check together; the first does not judge minors. A
 * picture without a face is for a person to see. `persona` says whether a face in it is the avatar's own.
 */
export async function checkPicture(
  picture: Picture,
  options: { tier: Tier; purpose: Purpose; persona?: Promise<boolean> },
): Promise<PictureCheck> {
  const { tier, purpose, persona } = options;
  const [{ scores, model }, report] = await Promise.all([
    moderateImage(picture.checked, purpose),
    FaceCheck.inspect(picture.checked, purpose, persona),
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

/**
 * Judges whether a face is the persona's: by its likeness to the locked one (0..1), below which `floor` it is not.
 * A face turned away has no likeness; whether that passes is the caller's to say (`isUnseenFine`).
 */
export function judgeLikeness(
  picture: Pick<Picture, "sha256">,
  { score, floor, isUnseenFine }: { score: number | undefined; floor: number; isUnseenFine: boolean },
): LikenessCheck {
  const isSame = score === undefined ? isUnseenFine : score >= floor;
  const reason = { verdict: "review", code: "other_identity", category: "identity" } as const;
  return {
    place: "face",
    contentSha256: picture.sha256,
    verdict: isSame ? "allow" : "review",
    reasons: isSame ? [] : [{ ...reason, score: score ?? 0, threshold: floor }],
    policyVersion,
    scores: score === undefined ? {} : { likeness: score },
    model: "rekognition.CompareFaces",
  };
}

/** The verdict on several parts: the worst of them. */
export const worst = (checks: Check[]) => worstVerdict(checks.map((check) => check.verdict));

/** Writes verdicts down, in the caller's transaction. The same content judged twice is one row. */
export async function record(checks: Check | (Check | LikenessCheck)[], purpose: Purpose): Promise<void> {
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
