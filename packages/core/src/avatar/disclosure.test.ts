import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bioLimits, hasDisclosure, smallestLimit, statements, withDisclosure } from "./disclosure.ts";

const languages = fc.constantFrom("es" as const, "en" as const);

describe("the AI statement of a profile", () => {
  it("is put after a bio that lacks it", () => {
    expect(withDisclosure("Coffee, trails and film cameras.", "en", bioLimits.instagram)).toBe(
      "Coffee, trails and film cameras.\n🤖 AI-generated persona",
    );
    expect(withDisclosure("Café, montaña y cámaras de carrete.", "es", bioLimits.instagram)).toBe(
      "Café, montaña y cámaras de carrete.\n🤖 Persona creada con IA",
    );
  });

  it("cuts the bio, not itself, when both do not fit", () => {
    const bio = withDisclosure(
      "Trail running before sunrise, espresso after, and a camera always in the bag",
      "en",
      80,
    );
    expect(bio).toBe("Trail running before sunrise, espresso after, and a…\n🤖 AI-generated persona");
  });

  it("is not put twice", () => {
    const bio = "Madrid · café · personaje creado con inteligencia artificial";
    expect(withDisclosure(bio, "es", 150)).toBe(bio);
  });

  it("always fits, is always found again and is stable, whatever the bio and the limit", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme", maxLength: 300 }),
        languages,
        fc.integer({ min: smallestLimit, max: 200 }),
        (text, language, limit) => {
          const bio = withDisclosure(text, language, limit);
          expect(bio.length).toBeLessThanOrEqual(limit);
          expect(hasDisclosure(bio)).toBe(true);
          expect(withDisclosure(bio, language, limit)).toBe(bio);
        },
      ),
      { numRuns: 500 },
    );
  });

  it("is there even when the bio denies it", () => {
    for (const denial of ["I am not", "Nunca seré", "No filter, not", "No soy IA. No, de verdad que no"]) {
      for (const limit of [10, 30, 60, 150])
        expect(hasDisclosure(withDisclosure(denial, "en", limit))).toBe(true);
    }
  });

  it("refuses a limit that nothing fits in", () => {
    expect(() => withDisclosure("hi", "en", smallestLimit - 1)).toThrow(RangeError);
  });

  it.each([
    ...Object.values(statements).flat(),
    "AI-generated model living in Lima",
    "An AI persona, made with care",
    "Influencer creada con inteligencia artificial",
    "Modelo virtual IA",
    "made with AI",
    "Soy una IA que ama el mar",
    "PERSONAJE DE IA",
    "I'm an AI",
  ])("is recognised in %j", (text) => {
    expect(hasDisclosure(text)).toBe(true);
  });

  it.each([
    "",
    "Coffee and trails",
    "AI enthusiast and engineer",
    "Amo la IA y el café",
    "Not an AI persona, 100 % real",
    "No soy IA",
    "nunca hecha con IA",
    "Real woman, not AI-generated",
    "Aitana from Spain",
    "Persona iaia",
  ])("is not seen in %j", (text) => {
    expect(hasDisclosure(text)).toBe(false);
  });
});
