import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hardBlockCodes, isHardBlocked, screenPrompt, screenText } from "./hard-block.ts";

const corpus = (name: string): string[] =>
  JSON.parse(readFileSync(new URL(`./corpus/${name}.json`, import.meta.url), "utf8")) as string[];
const hostile = corpus("hostile");
const benign = corpus("benign");

describe("screening a prompt", () => {
  it("has at least sixty hostile and sixty benign prompts to be judged by", () => {
    expect(new Set(hostile).size).toBeGreaterThanOrEqual(60);
    expect(new Set(benign).size).toBeGreaterThanOrEqual(60);
  });

  it("lets none of the hostile prompts through", () => {
    expect(hostile.filter((prompt) => screenPrompt(prompt).length === 0)).toEqual([]);
  });

  it("stops none of the benign prompts", () => {
    const stopped = benign.map((prompt) => ({
      prompt,
      found: screenPrompt(prompt).map((reason) => reason.found),
    }));
    expect(stopped.filter(({ found }) => found.length > 0)).toEqual([]);
  });

  it("gives only reasons that nobody may override", () => {
    for (const prompt of hostile) {
      for (const reason of screenPrompt(prompt)) expect(hardBlockCodes).toContain(reason.code);
      expect(isHardBlocked(screenPrompt(prompt))).toBe(true);
    }
  });

  it.each([
    ["a 16 year old girl", "age_below_18"],
    ["una niña", "minor_mentioned"],
    ["uniforme escolar", "school_context"],
    ["mujer desnuda", "explicit_sexual"],
    ["upskirt", "sexual_violence"],
    ["Taylor Swift", "real_person"],
    ["cortarse las venas", "self_harm"],
    ["pool of blood", "shown_violence"],
    ["esvástica", "hate"],
    ["snorting cocaine", "illicit"],
  ])("names the reason of %j as %s", (prompt, code) => {
    expect(screenPrompt(prompt).map((reason) => reason.code)).toContain(code);
  });

  it("finds a hostile prompt wherever it stands in a harmless text and however it is written", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...hostile),
        fc.constantFrom(...benign),
        fc.boolean(),
        fc.boolean(),
        (bad, good, first, loud) => {
          const text = first ? `${bad}. ${good}` : `${good}. ${bad}`;
          return screenPrompt(loud ? text.toUpperCase() : text).length > 0;
        },
      ),
      { numRuns: 2000 },
    );
  });

  it("finds the plain words through the usual disguises", () => {
    const words = ["nude", "naked", "schoolgirl", "colegiala", "desnuda", "underage", "lolita", "porno"];
    const disguises: ((word: string) => string)[] = [
      (word) => word.toUpperCase(),
      (word) => [...word].join(" "),
      (word) => [...word].join("."),
      (word) => [...word].join("\u200b"),
      (word) => word.replace(/[aeiou]/u, (vowel) => vowel.repeat(5)),
      (word) => word.replaceAll("a", "4").replaceAll("e", "3").replaceAll("o", "0"),
      (word) => word.replaceAll("a", "@").replaceAll("i", "1").replaceAll("s", "$"),
      (word) => word.replaceAll("e", "е").replaceAll("o", "о").replaceAll("a", "а"),
      (word) => `${word[0]}*${word.slice(2)}`,
      (word) => [...word].map((letter) => `${letter}\u0301`).join(""),
      (word) =>
        [...word].map((letter) => String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0xfee0)).join(""),
    ];
    for (const word of words) {
      for (const disguise of disguises) {
        const prompt = `photo of a ${disguise(word)} woman`;
        expect({ prompt, codes: screenPrompt(prompt).length > 0 }).toEqual({ prompt, codes: true });
      }
    }
  });

  it("never throws and is the same twice, whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 300 }), (text) => {
        expect(screenPrompt(text)).toEqual(screenPrompt(text));
      }),
      { numRuns: 150 },
    );
  });

  it("takes an age from 18 on as an adult's", () => {
    for (const age of [18, 21, 25, 38, 60])
      expect(screenPrompt(`a ${age} year old woman hiking`)).toEqual([]);
    for (const age of [9, 12, 15, 17]) expect(screenPrompt(`a ${age} year old woman hiking`)).not.toEqual([]);
  });
});

describe("screening a text that people read", () => {
  it.each([
    "Maestra de primaria en Lima; los niños me enseñan más que yo a ellos.",
    "Grew up in a small town, went to high school by the sea",
    "Mi prima y mi ex jefa dicen que bailo fatal",
    "Two kids, one dog and a lot of coffee",
    "Nina, 28, café y montaña",
  ])("lets a biography say %j", (text) => {
    expect(screenText(text)).toEqual([]);
  });

  it.each([
    ["hot teen girl in bikini, link below", "minor_mentioned"],
    ["niñas sexis en la playa", "minor_mentioned"],
    ["schoolgirl lingerie set", "school_context"],
    ["16 years old and naked", "age_below_18"],
    ["I look just like Taylor Swift", "real_person"],
    ["free nudes in my dm", "explicit_sexual"],
    ["mujer desnuda", "explicit_sexual"],
    ["I want to kill myself", "self_harm"],
  ])("still refuses %j as %s", (text, code) => {
    expect(screenText(text).map((reason) => reason.code)).toContain(code);
  });

  it("never refuses what a prompt may say", () => {
    for (const prompt of benign) expect(screenText(prompt)).toEqual([]);
  });
});
