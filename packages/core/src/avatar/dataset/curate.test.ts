import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seededRandom } from "../../kit/random.ts";
import {
  type Candidate,
  curate,
  datasetLimits,
  hamming,
  nearDuplicateDistance,
  rejectReasons,
} from "./curate.ts";
import { planDataset } from "./plan.ts";

const plan = planDataset({ seed: 1 });
const hashOf = (random: ReturnType<typeof seededRandom>): string =>
  Array.from({ length: 16 }, () => random.below(16).toString(16)).join("");

/** Seventy good candidates of a real plan, every one with a hash of its own. */
function good(count = 70, seed = 1): Candidate[] {
  const random = seededRandom(seed);
  return plan.slice(0, count).map(({ cell, index }) => ({
    id: `img_${String(index).padStart(3, "0")}`,
    cell,
    frontal: true,
    identityScore: 0.82 + random.next() * 0.15,
    sharpness: 100 + random.next() * 400,
    phash: hashOf(random),
  }));
}

const reasonOf = (candidates: Candidate[], id: string, keep = 50) =>
  curate(candidates, { keep }).rejected.find((rejected) => rejected.id === id)?.reason;

const change = (candidates: Candidate[], index: number, values: Partial<Candidate>): Candidate[] =>
  candidates.map((candidate, place) => (place === index ? { ...candidate, ...values } : candidate));

describe("the distance of two hashes", () => {
  it("counts the bits that differ", () => {
    expect(hamming("0000000000000000", "0000000000000000")).toBe(0);
    expect(hamming("0000000000000000", "ffffffffffffffff")).toBe(64);
    expect(hamming("000000000000000F", "0000000000000001")).toBe(3);
  });

  it.each(["", "abc", "zzzzzzzzzzzzzzzz"])("refuses %j", (hash) => {
    expect(() => hamming(hash, "0000000000000000")).toThrow(/no perceptual hash/u);
  });
});

describe("curating a dataset", () => {
  it("keeps the fifty best of seventy good ones and says why the others stay out", () => {
    const result = curate(good(), { keep: 50 });
    expect(result).toMatchObject({ ok: true, problems: [] });
    expect(result.kept).toHaveLength(50);
    expect(result.rejected).toHaveLength(20);
    expect(result.numbers).toMatchObject({ candidates: 70, kept: 50, duplicatesShare: 0, groups: 6 });
  });

  it.each(["no_face", "other_identity", "young_look", "blocked_by_moderation"] as const)(
    "never keeps what a gate refused as %s",
    (rejected) => {
      const candidates = change(good(), 0, { rejected, identityScore: 0.99, sharpness: 9999 });
      expect(reasonOf(candidates, "img_000")).toBe(rejected);
    },
  );

  it.each([
    [0.29, "other_identity"],
    [0.3, "weak_identity"],
    [0.549, "weak_identity"],
    [undefined, "weak_identity"],
    [Number.NaN, "weak_identity"],
  ])("rejects a frontal face with the identity score %s as %s", (identityScore, reason) => {
    expect(reasonOf(change(good(), 0, { identityScore }), "img_000")).toBe(reason);
  });

  it("takes a moderate identity when there is nothing better", () => {
    const candidates = change(good(50), 0, { identityScore: 0.55 });
    expect(curate(candidates, { keep: 50 }).kept).toContain("img_000");
  });

  it("does not take the want of a frontal face for a low score", () => {
    for (const identityScore of [undefined, 0.1]) {
      const candidates = change(good(50), 0, { frontal: false, identityScore });
      const result = curate(candidates, { keep: 50 });
      expect(result.kept).toContain("img_000");
      expect(result.numbers.identity).toMatchObject({ strong: 49, moderate: 0, unscored: 1 });
    }
  });

  it("keeps one of two near duplicates, the better, up to the documented distance", () => {
    const hash = "0123456789abcdef";
    const near = "0123456789abcdd0"; // 6 bits away
    const far = "0123456789abcd50"; // 7 bits away
    expect([hamming(hash, near), hamming(hash, far)]).toEqual([
      nearDuplicateDistance,
      nearDuplicateDistance + 1,
    ]);
    const pair = (phash: string) =>
      change(change(good(), 0, { phash: hash, identityScore: 0.99, sharpness: 900 }), 1, {
        phash,
        identityScore: 0.98,
        sharpness: 899,
      });
    expect(reasonOf(pair(near), "img_001")).toBe("near_duplicate");
    expect(reasonOf(pair(near), "img_000")).toBeUndefined();
    expect(reasonOf(pair(far), "img_001")).toBeUndefined();
  });

  it("fails with the numbers when more than a tenth would have to be duplicates", () => {
    const few = good(50).map((candidate, index) => ({
      ...candidate,
      phash: index < 6 ? "00000000000000ff" : candidate.phash,
    }));
    const result = curate(few, { keep: 50 });
    expect(result.numbers.duplicatesShare).toBe(0.1);
    expect(result.ok).toBe(true);
    const many = few.map((candidate, index) => ({
      ...candidate,
      phash: index < 7 ? "00000000000000ff" : candidate.phash,
    }));
    expect(curate(many, { keep: 50 })).toMatchObject({
      ok: false,
      numbers: { duplicatesShare: 0.12 },
      problems: ["too_many_duplicates: 12.0 % of at most 10.0 %"],
    });
  });

  it("leaves out what exceeds the share of one composition, however good", () => {
    const [first] = plan.filter((image) => image.composition === "close_up");
    const candidates = good().map((candidate, index) => ({
      ...candidate,
      ...(index < 40 ? { cell: first?.cell ?? "", identityScore: 0.99, sharpness: 1000 + index } : {}),
    }));
    const result = curate(candidates, { keep: 50 });
    expect(result.numbers.largestCompositionShare).toBeLessThanOrEqual(datasetLimits.compositionShare);
    expect(result.numbers.rejectedByReason.composition_surplus).toBeGreaterThanOrEqual(10);
    expect(result.ok).toBe(true);
  });

  it("fails with the numbers when one composition and too few groups are all there is", () => {
    const [first] = plan;
    const result = curate(
      good().map((candidate) => ({ ...candidate, cell: first?.cell ?? "" })),
      { keep: 50 },
    );
    expect(result.ok).toBe(false);
    expect(result.kept).toHaveLength(50);
    expect(result.problems.map((problem) => problem.split(":")[0])).toEqual([
      "one_composition",
      "too_few_groups",
    ]);
  });

  it("fails when too few are left, and keeps those", () => {
    const result = curate(good(49), { keep: 50 });
    expect(result).toMatchObject({ ok: false, problems: ["too_few_images: 49 of 50 can be kept"] });
    expect(result.kept).toHaveLength(49);
    expect(curate([], { keep: 50 })).toMatchObject({ ok: false, kept: [], rejected: [] });
  });

  it("gives the better image the place when nothing else decides", () => {
    const candidates = change(good(), 5, { identityScore: 0.56, sharpness: 1 });
    expect(reasonOf(candidates, "img_005")).toBe("lower_score");
  });
});

describe("any set of candidates", () => {
  const candidate = fc.record({
    cell: fc.constantFrom(...plan.map((image) => image.cell)),
    identityScore: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }),
    frontal: fc.boolean(),
    sharpness: fc.double({ min: 0, max: 1000, noNaN: true }),
    phash: fc.stringMatching(/^[01]{14}[0-9a-f]{2}$/u),
    rejected: fc.option(fc.constantFrom(...rejectReasons.slice(0, 6)), { nil: undefined, freq: 5 }),
  });
  const sets = fc
    .array(candidate, { maxLength: 80 })
    .map((items) => items.map((item, index) => ({ ...item, id: `img_${index}` })));

  it("is parted into kept and rejected without loss, and no refused one is kept", () => {
    fc.assert(
      fc.property(sets, fc.integer({ min: 1, max: 60 }), (items, keep) => {
        const result = curate(items, { keep });
        const all = [...result.kept, ...result.rejected.map(({ id }) => id)];
        expect(new Set(all).size).toBe(all.length);
        expect(all.length).toBe(items.length);
        expect(result.kept.length).toBeLessThanOrEqual(keep);
        for (const item of items) if (item.rejected) expect(result.kept).not.toContain(item.id);
        const counted = Object.values(result.numbers.rejectedByReason).reduce((sum, count) => sum + count, 0);
        expect(counted).toBe(result.rejected.length);
      }),
    );
  });

  it("gives the same answer in any order", () => {
    fc.assert(
      fc.property(sets, fc.integer(), (items, seed) => {
        const shuffled = seededRandom(seed).shuffle(items);
        const [one, two] = [curate(items, { keep: 30 }), curate(shuffled, { keep: 30 })];
        expect({ ...one, numbers: undefined }).toEqual({ ...two, numbers: undefined });
      }),
    );
  });

  it("is only ok within every limit", () => {
    fc.assert(
      fc.property(sets, (items) => {
        const { ok, numbers } = curate(items, { keep: 20 });
        if (!ok) return;
        expect(numbers.kept).toBe(20);
        expect(numbers.duplicatesShare).toBeLessThanOrEqual(datasetLimits.duplicatesShare);
        expect(numbers.largestCompositionShare).toBeLessThanOrEqual(datasetLimits.compositionShare);
        expect(numbers.groups).toBeGreaterThanOrEqual(datasetLimits.groups);
      }),
    );
  });
});
