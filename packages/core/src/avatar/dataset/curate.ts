import { compositionOf } from "./matrix.ts";

/** Bands of the identity score against the locked face (SceneWorks); to be calibrated again for another scorer. */
export const identityBands = { strong: 0.8, moderate: 0.55 } as const;

/** Below this a frontal face is somebody else, not a weak picture of the same person. */
export const otherIdentityBelow = 0.3;

/**
 * Two difference hashes (dHash, 64 bits) that differ in at most this many bits show the same picture. Measured on the
 * sandbox's pictures: the same shot again differs in 0 to 2 bits, also smaller, brighter or pressed harder; thirty
 * planned pictures of one persona in 13 at least, 30 in the middle. Cut by a fiftieth at each side a picture differs in
 * 8: that is left to the eye. To be measured again on the first real datasets.
 */
export const nearDuplicateDistance = 6;

/** A set is not fit for training beyond these: duplicates ≤ 10 %, one composition ≤ 60 %, at least five groups. */
export const datasetLimits = { duplicatesShare: 0.1, compositionShare: 0.6, groups: 5 } as const;

export const rejectReasons = [
  "no_face",
  "other_identity",
  "weak_identity",
  "young_look",
  "near_duplicate",
  "blocked_by_moderation",
  "composition_surplus",
  "lower_score",
  // By a person, later.
  "replaced",
  "by_person",
] as const;
export type RejectReason = (typeof rejectReasons)[number];

export type Candidate = {
  id: string;
  cell: string;
  /** 0..1 against the locked face; absent where no frontal face could be compared. */
  identityScore?: number | undefined;
  /** False where the face cannot be compared (profile, turned away): no score, which is not a low score. */
  frontal: boolean;
  /** Any measure that grows with sharpness; only its order among the candidates counts. */
  sharpness: number;
  /** Difference hash, 16 hexadecimal digits. */
  phash: string;
  /** A gate before this one (face, age, moderation) already refused it. */
  rejected?: RejectReason | undefined;
};

export type CurateNumbers = {
  candidates: number;
  kept: number;
  rejectedByReason: Partial<Record<RejectReason, number>>;
  /** Kept images that repeat another kept one, as a share of the kept. */
  duplicatesShare: number;
  largestComposition: string | undefined;
  largestCompositionShare: number;
  groups: number;
  identity: { strong: number; moderate: number; unscored: number; mean: number | undefined };
};

export type Curation = {
  kept: string[];
  rejected: { id: string; reason: RejectReason }[];
  numbers: CurateNumbers;
  ok: boolean;
  problems: string[];
};

/** How many of the 64 bits differ between two perceptual hashes of 16 hexadecimal digits. */
export function hamming(left: string, right: string): number {
  let bits = toBits(left) ^ toBits(right);
  let distance = 0;
  for (; bits > 0n; bits &= bits - 1n) distance += 1;
  return distance;
}

/**
 * Chooses the `keep` best candidates. The same candidates in any order give the same answer, and each one that is
 * left out has a reason. Score = 0.7 × identity + 0.3 × rank of sharpness; an unscored face counts as the middle
 * of the moderate band. Better images are taken first, near duplicates of a taken one and what exceeds a
 * composition's share only when nothing else is left; a set that then breaks a limit is not `ok`.
 */
export function curate(candidates: readonly Candidate[], options: { keep: number }): Curation {
  const { keep } = options;
  const reasons = new Map<string, RejectReason>();
  const scored = score(candidates.filter((candidate) => !refuse(candidate, reasons)));

  const unique: Scored[] = [];
  const duplicates: Scored[] = [];
  for (const item of scored) (isRepeat(item, unique) ? duplicates : unique).push(item);

  const kept = choose(unique, keep);
  for (const item of [...duplicates, ...unique]) {
    if (kept.length < keep && !kept.includes(item)) kept.push(item);
  }
  const worstKept = Math.min(...kept.map((item) => item.score));
  for (const item of scored) {
    if (kept.includes(item)) continue;
    const surplus = item.score >= worstKept ? "composition_surplus" : "lower_score";
    reasons.set(item.id, duplicates.includes(item) ? "near_duplicate" : surplus);
  }
  const numbers = measure(candidates.length, kept, reasons);
  const problems = problemsOf(numbers, keep);
  return {
    kept: kept.map((item) => item.id),
    rejected: [...candidates]
      .sort(byId)
      .flatMap(({ id }) => (reasons.has(id) ? [{ id, reason: reasons.get(id) ?? "lower_score" }] : [])),
    numbers,
    ok: problems.length === 0,
    problems,
  };
}

type Scored = Candidate & { score: number; composition: string };

const byId = (left: { id: string }, right: { id: string }): number => (left.id < right.id ? -1 : 1);

function toBits(hash: string): bigint {
  if (!/^[0-9a-f]{16}$/iu.test(hash))
    throw new Error(`"${hash}" is no perceptual hash of 16 hexadecimal digits`);
  return BigInt(`0x${hash}`);
}

/** True when the candidate must not be trained on, whatever the others are; its reason is noted. */
function refuse(candidate: Candidate, reasons: Map<string, RejectReason>): boolean {
  const reason = candidate.rejected ?? identityProblem(candidate);
  if (reason) reasons.set(candidate.id, reason);
  return reason !== undefined;
}

function identityProblem({ frontal, identityScore }: Candidate): RejectReason | undefined {
  if (!frontal) return undefined;
  // A frontal face that was not scored is not trusted: the comparison found no such person in it.
  if (identityScore === undefined || Number.isNaN(identityScore)) return "weak_identity";
  if (identityScore < otherIdentityBelow) return "other_identity";
  return identityScore < identityBands.moderate ? "weak_identity" : undefined;
}

function score(candidates: readonly Candidate[]): Scored[] {
  const bySharpness = [...candidates].sort(
    (left, right) => left.sharpness - right.sharpness || byId(left, right),
  );
  const ranks = new Map(bySharpness.map(({ id }, index) => [id, (index + 1) / bySharpness.length]));
  const unscored = (identityBands.strong + identityBands.moderate) / 2;
  return candidates
    .map((candidate) => {
      const identity = candidate.frontal ? (candidate.identityScore ?? unscored) : unscored;
      const total = 0.7 * identity + 0.3 * (ranks.get(candidate.id) ?? 0);
      return { ...candidate, score: total, composition: compositionOf(candidate.cell) };
    })
    .sort((left, right) => right.score - left.score || byId(left, right));
}

function isRepeat(item: Candidate, taken: readonly Candidate[]): boolean {
  return taken.some((other) => hamming(item.phash, other.phash) <= nearDuplicateDistance);
}

/** The best of each composition first, so that no group dies out, then by score under the composition's share. */
function choose(unique: readonly Scored[], keep: number): Scored[] {
  const most = Math.floor(keep * datasetLimits.compositionShare);
  const counts = new Map<string, number>();
  const kept: Scored[] = [];
  const take = (item: Scored, limit: number): void => {
    const count = counts.get(item.composition) ?? 0;
    if (kept.length >= keep || count >= limit || kept.includes(item)) return;
    counts.set(item.composition, count + 1);
    kept.push(item);
  };
  for (const item of unique) take(item, Math.min(2, most));
  for (const item of unique) take(item, most);
  return kept;
}

function measure(
  candidates: number,
  kept: readonly Scored[],
  reasons: ReadonlyMap<string, RejectReason>,
): CurateNumbers {
  const rejectedByReason: Partial<Record<RejectReason, number>> = {};
  for (const reason of reasons.values()) rejectedByReason[reason] = (rejectedByReason[reason] ?? 0) + 1;
  const compositions = new Map<string, number>();
  for (const { composition } of kept) compositions.set(composition, (compositions.get(composition) ?? 0) + 1);
  const [largest] = [...compositions].sort(
    (left, right) => right[1] - left[1] || left[0].localeCompare(right[0]),
  );
  const repeats = kept.filter((item, index) => isRepeat(item, kept.slice(0, index))).length;
  const scores = kept.flatMap((item) =>
    item.frontal && item.identityScore !== undefined ? [item.identityScore] : [],
  );
  const share = (count: number): number => (kept.length === 0 ? 0 : count / kept.length);
  return {
    candidates,
    kept: kept.length,
    rejectedByReason,
    duplicatesShare: share(repeats),
    largestComposition: largest?.[0],
    largestCompositionShare: share(largest?.[1] ?? 0),
    groups: compositions.size,
    identity: {
      strong: scores.filter((value) => value >= identityBands.strong).length,
      moderate: scores.filter((value) => value < identityBands.strong).length,
      unscored: kept.length - scores.length,
      mean: scores.length === 0 ? undefined : scores.reduce((sum, value) => sum + value, 0) / scores.length,
    },
  };
}

function problemsOf(numbers: CurateNumbers, keep: number): string[] {
  const percent = (value: number): string => `${(value * 100).toFixed(1)} %`;
  const problems: string[] = [];
  if (numbers.kept < keep) problems.push(`too_few_images: ${numbers.kept} of ${keep} can be kept`);
  if (numbers.duplicatesShare > datasetLimits.duplicatesShare) {
    problems.push(
      `too_many_duplicates: ${percent(numbers.duplicatesShare)} of at most ${percent(datasetLimits.duplicatesShare)}`,
    );
  }
  if (numbers.largestCompositionShare > datasetLimits.compositionShare) {
    problems.push(
      `one_composition: ${numbers.largestComposition} has ${percent(numbers.largestCompositionShare)} of at most ${percent(datasetLimits.compositionShare)}`,
    );
  }
  if (numbers.groups < datasetLimits.groups) {
    problems.push(`too_few_groups: ${numbers.groups} of at least ${datasetLimits.groups}`);
  }
  return problems;
}
