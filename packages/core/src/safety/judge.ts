import type { Band, Place, Tier } from "./policy.ts";
import {
  apparentAgeFloor,
  bandOf,
  celebrityBand,
  labelTable,
  policyTable,
  policyVersion,
  unknownCategoryReview,
  youngAndSuggestiveAge,
} from "./policy.ts";
import { type Category, categorySchema, type Reason, type Verdict } from "./reason.ts";

export type ModerationScores = { categories: Readonly<Record<string, number>>; model: string };

/** What `FaceCheck` saw. Confidences are 0..1; `lowestAgeLow` is the lowest lower bound among all faces. */
export type FaceFindings = {
  count: number;
  lowestAgeLow?: number | undefined;
  moderationLabels: readonly { name: string; parentName?: string | undefined; confidence: number }[];
  celebrities: readonly { name: string; confidence: number }[];
};

export type JudgeInput = {
  place: Place;
  tier: Tier;
  moderation: ModerationScores;
  /** Required where `place` is "image", ignored elsewhere. */
  faces?: FaceFindings | undefined;
};

export type Judgement = { verdict: Verdict; reasons: Reason[]; policyVersion: string };

/**
 * A check did not give all that a verdict needs. It is neither allow nor block: whoever asked waits and asks the
 * provider again (`retryable` is always true). `missing` names the scores that were not there or no number 0..1.
 */
export class SafetyIncompleteError extends Error {
  override readonly name = "SafetyIncompleteError";
  readonly retryable = true;
  readonly missing: readonly string[];

  constructor(missing: readonly string[]) {
    super(`The safety check is incomplete, so nothing may pass: ${missing.join(", ")} missing. Ask again.`);
    this.missing = missing;
  }
}

/**
 * Judges one text or picture by the policy table. Pure: the same scores always give the same verdict. Fails
 * closed: throws `SafetyIncompleteError` unless each score the table names for the place is there, and for a
 * picture also the face findings. Reasons come with the worst first.
 */
export function judge(input: JudgeInput): Judgement {
  const missing = missingFrom(input);
  if (missing.length > 0) throw new SafetyIncompleteError(missing);
  const found: Reason[] = [
    ...fromScores(input),
    ...(input.place === "image" && input.faces ? fromFaces(input.faces, input.tier) : []),
    ...fromYouth(input),
  ];
  found.sort((left, right) => rank[right.verdict] - rank[left.verdict]);
  return { verdict: found[0]?.verdict ?? "allow", reasons: found, policyVersion };
}

/** The verdict on a whole of which each part was judged: the worst of them; nothing judged is no permission. */
export function worstVerdict(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.length === 0) throw new SafetyIncompleteError(["verdict"]);
  return verdicts.reduce((worst, verdict) => (rank[verdict] > rank[worst] ? verdict : worst), "allow");
}

const rank: Record<Verdict, number> = { allow: 0, review: 1, block: 2 };

function isScore(value: unknown): value is number {
  return typeof value === "number" && value >= 0 && value <= 1;
}

function missingFrom({ place, moderation, faces }: JudgeInput): string[] {
  const missing = Object.keys(policyTable[place]).filter(
    (category) => !isScore(moderation.categories[category]),
  );
  if (moderation.model.trim() === "") missing.push("model");
  for (const [category, score] of Object.entries(moderation.categories)) {
    if (!isScore(score) && !missing.includes(category)) missing.push(category);
  }
  if (place !== "image") return missing;
  if (!faces) return [...missing, "faces"];
  if (!Number.isInteger(faces.count) || faces.count < 0) missing.push("faces.count");
  const age = faces.lowestAgeLow;
  if (faces.count > 0 && !(typeof age === "number" && age >= 0)) missing.push("faces.lowestAgeLow");
  if (faces.moderationLabels.some((found) => !isScore(found.confidence)))
    missing.push("faces.moderationLabels");
  if (faces.celebrities.some((found) => !isScore(found.confidence))) missing.push("faces.celebrities");
  return missing;
}

function fromScores({ place, tier, moderation }: JudgeInput): Reason[] {
  const rows: Partial<Record<string, { code: string; public: Band; gated: Band }>> = policyTable[place];
  return Object.entries(moderation.categories).flatMap(([name, score]) => {
    const row = rows[name];
    const known = categorySchema.safeParse(name);
    if (row && known.success) return weigh(row.code, known.data, score, bandOf(row, tier));
    // A category of another place answers 0 here. A score above that, or a category nobody has heard of, is
    // for a person to see.
    return weigh(
      "unknown_category",
      known.data ?? "unknown",
      score,
      { review: unknownCategoryReview, block: 1.01 },
      name,
    );
  });
}

function fromFaces(faces: FaceFindings, tier: Tier): Reason[] {
  const found: Reason[] = [];
  if (faces.count === 0) {
    // Without a face nobody's age was checked.
    found.push({
      verdict: "review",
      code: "no_face_to_check",
      category: "apparent_age",
      score: 0,
      threshold: 1,
    });
  } else if (faces.lowestAgeLow !== undefined && faces.lowestAgeLow < apparentAgeFloor) {
    const age = { category: "apparent_age", score: faces.lowestAgeLow, threshold: apparentAgeFloor } as const;
    found.push({ verdict: "block", code: "apparent_age_below_floor", ...age });
  }
  for (const { name, confidence } of faces.celebrities) {
    found.push(...weigh("celebrity_likeness", "real_person", confidence, celebrityBand, name));
  }
  for (const { name, parentName, confidence } of faces.moderationLabels) {
    const rule = labelTable[name] ?? (parentName ? labelTable[parentName] : undefined);
    if (rule) found.push(...weigh(rule.code, rule.category, confidence, bandOf(rule, tier), name));
    // A label three levels deep has a parent the table does not name; that one is reported beside it.
    else if (!faces.moderationLabels.some((other) => other.name === parentName))
      found.push(...weigh("unknown_label", "unknown", confidence, { review: 0.5, block: 1.01 }, name));
  }
  return found;
}

function fromYouth({ place, tier, moderation, faces }: JudgeInput): Reason[] {
  const age = faces?.lowestAgeLow;
  if (place !== "image" || age === undefined || age >= youngAndSuggestiveAge) return [];
  const score = moderation.categories.sexual ?? 1;
  const threshold = bandOf(policyTable.image.sexual, tier).review;
  if (score < threshold) return [];
  return [{ verdict: "block", code: "sexual_and_young", category: "sexual/minors", score, threshold }];
}

function weigh(code: string, category: Category, score: number, band: Band, found?: string): Reason[] {
  if (score < band.review) return [];
  const verdict = score >= band.block ? "block" : "review";
  const threshold = verdict === "block" ? band.block : band.review;
  return [{ verdict, code, category, score, threshold, ...(found === undefined ? {} : { found }) }];
}
