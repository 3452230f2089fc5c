import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { baitPhrases } from "./bait.ts";
import {
  baitOf,
  captionProblems,
  chooseHashtags,
  hashtagLimits,
  limits,
  similarity,
  trimToLimit,
} from "./rules.ts";

describe("engagement bait", () => {
  it.each([
    ["Double TAP if you love coffee ☕", "double tap if"],
    ["Tag a friend who needs this", "tag a friend"],
    ["Tag that one friend who snores", "tag … who"],
    ["COMMENT “yes” below!", "comment … below"],
    ["Etiqueta a tu mejor amiga", "etiqueta a"],
    ["¡Dale like!", "dale like"],
    ["Última oportunidad", "ultima oportunidad"],
    ["Don’t miss out", "dont miss out"],
    ["Comenta VIAJE y te paso la guía", "comenta … y te"],
  ])("is found in %j", (text, phrase) => {
    expect(baitOf(text)).toContain(phrase);
  });

  it.each([
    "Coffee tastes better when the city is still asleep",
    "El café sabe mejor cuando la ciudad duerme",
    "I like Lima in winter",
    "Compartir mesa con amigas, mi plan favorito",
    "The stage is set",
    "Vestida de domingo",
    "",
  ])("is not seen in %j", (text) => {
    expect(baitOf(text)).toEqual([]);
  });

  it("finds every phrase of its own list in capitals and with marks around it", () => {
    for (const phrase of baitPhrases) {
      expect(baitOf(`Hola! ${phrase.replaceAll("…", "one two").toUpperCase()}!!!`)).toContain(phrase);
    }
  });
});

describe("the likeness of two hooks", () => {
  it("is high for a word changed and low for another thought", () => {
    expect(
      similarity("Sundays are for slow coffee and long walks", "Sundays are for slow coffee and loud music"),
    ).toBeGreaterThan(0.6);
    expect(
      similarity(
        "Sundays are for slow coffee and long walks",
        "My trainer said one more set, I heard one more taco",
      ),
    ).toBeLessThan(0.3);
  });
});

describe("a hook cut to the visible line", () => {
  it("fits and keeps its words whole", () => {
    const hook = trimToLimit("Nobody tells you that ".repeat(12), limits.instagram.firstLine);
    expect(hook.length).toBeLessThanOrEqual(125);
    expect(hook).toMatch(/(?:Nobody|tells|you|that)…$/u);
  });
});

describe("hashtags", () => {
  it("come once each, well-formed and allowed, in the order given", () => {
    expect(
      chooseHashtags(
        ["#Café", "cafe", "##viajes", "with space", "#123", "nude", "F4F", "madrid_hoy"],
        "instagram",
      ),
    ).toEqual(["#Café", "#viajes", "#madrid_hoy"]);
  });

  it("never exceed what is asked for or what the platform takes", () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ maxLength: 12 }), { maxLength: 60 }),
        fc.constantFrom("instagram" as const, "tiktok" as const),
        fc.integer({ min: 0, max: 80 }),
        (tags, platform, most) => {
          const chosen = chooseHashtags(tags, platform, most);
          expect(chosen.length).toBeLessThanOrEqual(Math.min(most, hashtagLimits[platform]));
          expect(chooseHashtags(chosen, platform, most)).toEqual(chosen);
        },
      ),
    );
  });
});

describe("the problems of a caption", () => {
  it("are none for a good one", () => {
    expect(captionProblems("Sunrise over Lima, coffee in hand.\n\n#lima #sunrise", "instagram")).toEqual([]);
  });

  it.each([
    ["   ", "instagram", "empty"],
    ["a ".repeat(1200), "tiktok", "too_long"],
    [`${"word ".repeat(30)}\nmore`, "instagram", "first_line_too_long"],
    ["Tag a friend", "tiktok", "engagement_bait"],
    [Array.from({ length: 31 }, (_, index) => `#lima${index}`).join("\n"), "instagram", "too_many_hashtags"],
    ["Sunday #Teens", "instagram", "banned_hashtag"],
  ] as const)("name what is wrong with %j on %s: %s", (caption, platform, code) => {
    expect(captionProblems(caption, platform).map((problem) => problem.code)).toContain(code);
  });
});
