import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isHardBlocked } from "./hard-block.ts";
import { type FaceFindings, type JudgeInput, judge, SafetyIncompleteError, worstVerdict } from "./judge.ts";
import { type Place, policyTable, policyVersion, type Tier } from "./policy.ts";

const places = ["prompt", "image", "text"] as const;
const tiers = ["public", "subscriber", "pack", "custom"] as const;
const adult: FaceFindings = { count: 1, lowestAgeLow: 26, moderationLabels: [], celebrities: [] };

const quiet = (place: Place): Record<string, number> =>
  Object.fromEntries(Object.keys(policyTable[place]).map((category) => [category, 0.0001]));

function input(
  place: Place,
  tier: Tier,
  scores: Record<string, number> = {},
  faces: Partial<FaceFindings> = {},
): JudgeInput {
  return {
    place,
    tier,
    moderation: { model: "omni-moderation-2024-09-26", categories: { ...quiet(place), ...scores } },
    ...(place === "image" ? { faces: { ...adult, ...faces } } : {}),
  };
}

const rows = places.flatMap((place) =>
  Object.entries(policyTable[place]).flatMap(([category, row]) =>
    tiers.map((tier) => ({
      place,
      category,
      tier,
      code: row.code,
      band: tier === "public" ? row.public : row.gated,
    })),
  ),
);

describe("judging by the policy table", () => {
  it.each(places)("allows a quiet %s of every tier and names the policy", (place) => {
    for (const tier of tiers)
      expect(judge(input(place, tier))).toEqual({ verdict: "allow", reasons: [], policyVersion });
  });

  it.each(rows)(
    "reviews and blocks $place $category ($tier) exactly at its thresholds",
    ({ place, category, tier, code, band }) => {
      const at = (score: number) => judge(input(place, tier, { [category]: score }));
      expect(at(band.review - 0.001).verdict).toBe("allow");
      expect(at(band.block).verdict).toBe("block");
      expect(at(band.block).reasons[0]).toEqual({
        verdict: "block",
        code,
        category,
        score: band.block,
        threshold: band.block,
      });
      if (band.block > band.review) {
        expect(at(band.review).verdict).toBe("review");
        expect(at(band.block - 0.001).verdict).toBe("review");
      }
    },
  );

  it("is never milder in public than behind a payment", () => {
    for (const place of places) {
      for (const row of Object.values(policyTable[place])) {
        expect(row.public.review).toBeLessThanOrEqual(row.gated.review);
        expect(row.public.block).toBeLessThanOrEqual(row.gated.block);
        expect(row.public.review).toBeLessThanOrEqual(row.public.block);
        expect(row.gated.review).toBeLessThanOrEqual(row.gated.block);
      }
    }
  });

  it("never gets milder when one score rises", () => {
    const rank = { allow: 0, review: 1, block: 2 };
    fc.assert(
      fc.property(
        fc.constantFrom(...rows),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (row, one, two) => {
          const verdictAt = (score: number) =>
            rank[judge(input(row.place, row.tier, { [row.category]: score })).verdict];
          expect(verdictAt(Math.min(one, two))).toBeLessThanOrEqual(verdictAt(Math.max(one, two)));
        },
      ),
    );
  });

  it.each(["sexual", "sexual/minors", "hate", "self-harm/instructions"])(
    "lets nobody override a block for %s",
    (category) => {
      expect(isHardBlocked(judge(input("text", "public", { [category]: 0.99 })).reasons)).toBe(true);
    },
  );

  it("lets a reviewer decide about what is only suspected, and about mild violence", () => {
    expect(isHardBlocked(judge(input("image", "public", { sexual: 0.4 })).reasons)).toBe(false);
    expect(isHardBlocked(judge(input("image", "public", { violence: 0.9 })).reasons)).toBe(false);
  });
});

describe("faces in a picture", () => {
  it.each([
    [0, "block"],
    [17, "block"],
    [20, "block"],
    [20.9, "block"],
    [21, "allow"],
    [40, "allow"],
  ] as const)("answers a lowest apparent age of %d with %s", (lowestAgeLow, verdict) => {
    expect(judge(input("image", "subscriber", {}, { lowestAgeLow })).verdict).toBe(verdict);
  });

  it("blocks a young face in a suggestive picture although each alone would not be blocked", () => {
    const result = judge(input("image", "public", { sexual: 0.4 }, { lowestAgeLow: 22 }));
    expect(result.verdict).toBe("block");
    expect(result.reasons.map((reason) => reason.code)).toEqual(["sexual_and_young", "sexual"]);
    expect(isHardBlocked(result.reasons)).toBe(true);
  });

  it("sends a picture without a face to a person, for nobody's age was checked", () => {
    const result = judge(input("image", "public", {}, { count: 0, lowestAgeLow: undefined }));
    expect(result).toMatchObject({ verdict: "review", reasons: [{ code: "no_face_to_check" }] });
  });

  it.each([
    ["Explicit", undefined, 0.9, "block"],
    ["Exposed Female Genitalia", "Explicit Nudity", 0.9, "block"],
    ["Swimwear or Underwear", undefined, 0.99, "allow"],
    ["Suggestive", undefined, 0.7, "review"],
    ["Hate Symbols", undefined, 0.6, "block"],
    ["Something New", undefined, 0.6, "review"],
    ["Something Deep", "Something New", 0.6, "review"],
  ] as const)("answers the label %s (under %s) at %d with %s", (name, parentName, confidence, verdict) => {
    expect(
      judge(input("image", "public", {}, { moderationLabels: [{ name, parentName, confidence }] })).verdict,
    ).toBe(verdict);
  });

  it("blocks a sure celebrity and sends a faint likeness to a person", () => {
    const at = (confidence: number) =>
      judge(input("image", "public", {}, { celebrities: [{ name: "A. Star", confidence }] }));
    expect(at(0.97)).toMatchObject({
      verdict: "block",
      reasons: [{ code: "celebrity_likeness", found: "A. Star" }],
    });
    expect(at(0.6).verdict).toBe("review");
    expect(at(0.3).verdict).toBe("allow");
  });
});

describe("an incomplete check", () => {
  it.each(
    places.flatMap((place) => Object.keys(policyTable[place]).map((category) => ({ place, category }))),
  )("lets no $place pass without a score for $category", ({ place, category }) => {
    const complete = input(place, "public");
    const { [category]: _left, ...categories } = complete.moderation.categories;
    expect(() => judge({ ...complete, moderation: { model: "m", categories } })).toThrow(
      SafetyIncompleteError,
    );
  });

  it.each([Number.NaN, -0.1, 1.1, Number.POSITIVE_INFINITY, null, "0.1"])(
    "takes %s for no score",
    (score) => {
      expect(() => judge(input("image", "public", { sexual: score as number }))).toThrow(
        SafetyIncompleteError,
      );
    },
  );

  it("names what is missing and may be asked again", () => {
    const { faces: _faces, ...withoutFaces } = input("image", "public");
    const thrown = (() => {
      try {
        judge(withoutFaces);
      } catch (error) {
        return error;
      }
    })();
    expect(thrown).toMatchObject({ name: "SafetyIncompleteError", retryable: true, missing: ["faces"] });
  });

  it("lets no picture with a face pass without that face's age", () => {
    expect(() => judge(input("image", "public", {}, { lowestAgeLow: undefined }))).toThrow(
      /faces\.lowestAgeLow/u,
    );
  });

  it("takes a confidence out of 100 for a mistake instead of a certainty", () => {
    expect(() =>
      judge(input("image", "public", {}, { celebrities: [{ name: "A", confidence: 97 }] })),
    ).toThrow(SafetyIncompleteError);
  });

  it("sends a category nobody has heard of to a person", () => {
    expect(judge(input("text", "public", { "weapons/new": 0.5 }))).toMatchObject({
      verdict: "review",
      reasons: [{ code: "unknown_category", found: "weapons/new" }],
    });
    expect(judge(input("text", "public", { "weapons/new": 0.01 })).verdict).toBe("allow");
  });
});

describe("the verdict on a whole", () => {
  it("is the worst of its parts", () => {
    expect(worstVerdict(["allow", "allow"])).toBe("allow");
    expect(worstVerdict(["allow", "review"])).toBe("review");
    expect(worstVerdict(["block", "review", "allow"])).toBe("block");
  });

  it("is not given for nothing", () => {
    expect(() => worstVerdict([])).toThrow(SafetyIncompleteError);
  });
});
