import { foldAccents } from "../../kit/text.ts";
import { screenPrompt } from "../../safety/hard-block.ts";
import { phrasePattern } from "../../safety/pattern.ts";
import { brandNames, suggestivePhrases } from "../../safety/terms/brands.ts";
import { givenNames } from "../../safety/terms/people.ts";
import { slotNames, Template } from "./schema.ts";
import { variationsOf } from "./slots.ts";

export type LintProblem = { code: string; field: string; found: string };

const promptFields = ["scene", "pose", "outfit", "light", "camera", "mood"] as const;

/** Fewer than this and a batch of 200 in one season could repeat a prompt. */
const fewestVariations = 24;

let patterns: { code: string; pattern: RegExp }[] | undefined;

/**
 * Holds a template to what may ship. Codes: `invalid_shape`; those of the safety screen (`minor_mentioned`,
 * `age_below_18`, `school_context`, `explicit_sexual`, `real_person`, …); `suggestive`, `brand`, `given_name`;
 * `proper_name` for a capital letter in a prompt part, where only slots may name a place; `unknown_slot`,
 * `unused_slot`, `undeclared_slot`; `too_few_variations`; `swimwear_is_public`. Empty when nothing is wrong.
 */
export function lintTemplate(candidate: unknown): LintProblem[] {
  const parsed = Template.safeParse(candidate);
  if (!parsed.success) {
    return parsed.error.issues.map(({ path, message }) => ({
      code: "invalid_shape",
      field: path.join("."),
      found: message,
    }));
  }
  const template = parsed.data;
  const problems = [
    ...promptFields.flatMap((field) => [
      ...lintWords(template[field], field),
      ...lintLetters(template[field], field),
    ]),
    ...lintWords(template.name.es, "name.es"),
    ...lintWords(template.name.en, "name.en"),
    ...lintWords(template.id.replaceAll("-", " "), "id"),
    ...lintSlots(template),
  ];
  if (template.safetyClass === "swimwear" && template.tier === "public") {
    problems.push({ code: "swimwear_is_public", field: "tier", found: template.tier });
  }
  return problems;
}

/** The word-list part alone, for any text that is to ship: minors, schools, explicit terms, people, brands. */
export function lintWords(text: string, field = "text"): LintProblem[] {
  patterns ??= [
    { code: "suggestive", pattern: phrasePattern(suggestivePhrases) },
    { code: "brand", pattern: phrasePattern(brandNames) },
    { code: "given_name", pattern: phrasePattern(givenNames) },
  ];
  const words = plain(text);
  const screened = screenPrompt(text).map(({ code, found = "" }) => ({ code, field, found }));
  const listed = patterns.flatMap(({ code, pattern }) =>
    [...words.matchAll(pattern)].map(([found]) => ({ code, field, found })),
  );
  return [...screened, ...listed];
}

function plain(text: string): string {
  return foldAccents(text)
    .replace(/['’]/gu, "")
    .replace(/[^\p{L}\p{N}&]+/gu, " ")
    .trim();
}

function lintLetters(text: string, field: string): LintProblem[] {
  const capitals = text.replace(/\{\w+\}/gu, "").match(/\p{Lu}[\p{L}\p{N}]*/gu) ?? [];
  return capitals.map((found) => ({ code: "proper_name", field, found }));
}

function lintSlots(template: Template): LintProblem[] {
  const used = promptFields.flatMap((field) =>
    [...template[field].matchAll(/\{([^}]*)\}/gu)].map(([, slot = ""]) => ({ field, slot })),
  );
  const problems: LintProblem[] = [];
  for (const { field, slot } of used) {
    if (!slotNames.some((name) => name === slot)) problems.push({ code: "unknown_slot", field, found: slot });
    else if (!template.slots.some((name) => name === slot))
      problems.push({ code: "undeclared_slot", field, found: slot });
  }
  for (const slot of template.slots) {
    if (!used.some((use) => use.slot === slot))
      problems.push({ code: "unused_slot", field: "slots", found: slot });
  }
  const variations = variationsOf(template);
  if (variations < fewestVariations) {
    problems.push({ code: "too_few_variations", field: "slots", found: String(variations) });
  }
  return problems;
}
