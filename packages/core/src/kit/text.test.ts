import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seededRandom } from "./random.ts";
import { foldAccents, trigramSimilarity, trimToLimit } from "./text.ts";

const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });
const graphemesOf = (text: string) => [...segmenter.segment(text)].map(({ segment }) => segment);

describe("trimming a text to a limit", () => {
  it("leaves a text that fits as it is", () => {
    expect(trimToLimit("  Buenos días  ", 20)).toBe("Buenos días");
  });

  it("cuts after a whole word and says that it cut", () => {
    expect(trimToLimit("Coffee first, then the world", 20)).toBe("Coffee first, then…");
    expect(trimToLimit("Coffee first, then the world", 15)).toBe("Coffee first…");
  });

  it("cuts a single long word where it must", () => {
    expect(trimToLimit("Supercalifragilistic", 6)).toBe("Super…");
  });

  it("keeps an emoji family whole or leaves it out", () => {
    const family = "👩‍👩‍👧‍👦";
    expect(trimToLimit(`hi ${family} there`, 8)).toBe("hi…");
    expect(trimToLimit(`hi ${family} there`, 15)).toBe(`hi ${family}…`);
  });

  it("never exceeds the limit and never splits a grapheme", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme", maxLength: 120 }),
        fc.integer({ min: 1, max: 60 }),
        (text, limit) => {
          const trimmed = trimToLimit(text, limit);
          expect(trimmed.length).toBeLessThanOrEqual(limit);
          if (trimmed === text.trim()) return;
          expect(trimmed.endsWith("…")).toBe(true);
          const kept = graphemesOf(trimmed.slice(0, -1));
          expect(graphemesOf(text.trim()).slice(0, kept.length)).toEqual(kept);
        },
      ),
    );
  });
});

describe("comparing texts", () => {
  it("folds accents and case", () => {
    expect(foldAccents("Ciudad de MÉXICO, año")).toBe("ciudad de mexico, ano");
  });

  it("finds equal texts equal, unlike ones unlike, whatever the order", () => {
    expect(trigramSimilarity("Café con leche", "cafe con LECHE!")).toBe(1);
    expect(trigramSimilarity("Morning run by the sea", "Tango night downtown")).toBeLessThan(0.2);
    fc.assert(
      fc.property(fc.string(), fc.string(), (left, right) => {
        const similarity = trigramSimilarity(left, right);
        expect(similarity).toBe(trigramSimilarity(right, left));
        expect(similarity).toBeGreaterThanOrEqual(0);
        expect(similarity).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe("seeded chances", () => {
  it("repeat for the same seed and differ for another", () => {
    const take = (seed: number) => {
      const random = seededRandom(seed);
      return Array.from({ length: 20 }, () => random.next());
    };
    expect(take(7)).toEqual(take(7));
    expect(take(7)).not.toEqual(take(8));
  });

  it("shuffle without losing or doubling anything", () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer(), (items, seed) => {
        const ascending = (left: number, right: number) => left - right;
        expect(seededRandom(seed).shuffle(items).sort(ascending)).toEqual([...items].sort(ascending));
      }),
    );
  });
});
