import { phrasePattern } from "./pattern.ts";
import type { Category, Reason } from "./reason.ts";
import { benignPhrases, notYoga, yogaContext, yogaPose } from "./terms/benign.ts";
import { suggestivePhrases } from "./terms/brands.ts";
import { hatePhrases, illicitPhrases, selfHarmPhrases, violencePhrases } from "./terms/harm.ts";
import { agePatterns, minorPhrases, minorSigns, schoolPhrases } from "./terms/minors.ts";
import { celebrityNames, realPersonPhrases } from "./terms/people.ts";
import { sexualPhrases, sexualSigns, sexualViolencePhrases } from "./terms/sexual.ts";
import { readingsOf, readsAs, spelledOut, starred } from "./views.ts";

/**
 * Reason codes that no role may override, whatever its rights: they come from the law, the payment provider and
 * the platforms, not from taste. A consent record is the only way past `real_person` and `celebrity_likeness`,
 * and there is none yet.
 */
export const hardBlockCodes: ReadonlySet<string> = new Set([
  "minor_mentioned",
  "age_below_18",
  "school_context",
  "explicit_sexual",
  "sexual_violence",
  "real_person",
  "self_harm",
  "shown_violence",
  "hate",
  "illicit",
  "sexual",
  "sexual_minors",
  "harassment_threatening",
  "violence_graphic",
  "sexual_and_young",
  "apparent_age_below_floor",
  "celebrity_likeness",
  "nudity_detected",
  "hate_symbol_detected",
]);

/** True when at least one reason blocks and may not be overridden by anybody. */
export function isHardBlocked(reasons: readonly Pick<Reason, "code" | "verdict">[]): boolean {
  return reasons.some((reason) => reason.verdict === "block" && hardBlockCodes.has(reason.code));
}

type Rule = { code: string; category: Category; phrases: readonly string[] };

const rules: readonly Rule[] = [
  { code: "minor_mentioned", category: "sexual/minors", phrases: minorPhrases },
  { code: "school_context", category: "school_context", phrases: schoolPhrases },
  { code: "explicit_sexual", category: "sexual", phrases: sexualPhrases },
  { code: "sexual_violence", category: "sexual", phrases: sexualViolencePhrases },
  {
    code: "real_person",
    category: "real_person",
    phrases: [...realPersonPhrases, ...celebrityNames.map((name) => `${name}s?`)],
  },
  { code: "self_harm", category: "self-harm", phrases: selfHarmPhrases },
  { code: "shown_violence", category: "violence", phrases: violencePhrases },
  { code: "hate", category: "hate", phrases: hatePhrases },
  { code: "illicit", category: "illicit", phrases: illicitPhrases },
];

type Compiled = { rule: Rule; anywhere: RegExp; inside: RegExp | undefined; words: readonly string[] };

let compiled: { rules: Compiled[]; benign: RegExp } | undefined;

/** Built on first use: a function that screens nothing does not pay for the patterns at its start. */
function patterns(): { rules: Compiled[]; benign: RegExp } {
  compiled ??= { rules: rules.map(compile), benign: phrasePattern(benignPhrases) };
  return compiled;
}

function compile(rule: Rule): Compiled {
  const words = rule.phrases.filter((phrase) => /^[a-z]+\*?$/u.test(phrase));
  const long = rule.phrases
    .map((phrase) => phrase.replaceAll(" ", "").replace(/\*$/u, ""))
    .filter((phrase) => /^[a-z]{4,}$/u.test(phrase));
  return {
    rule,
    anywhere: phrasePattern(rule.phrases),
    inside: long.length > 0 ? new RegExp(long.join("|"), "u") : undefined,
    words,
  };
}

/**
 * Screens a prompt, brief or identity text on our own machine, before anything is spent and before it leaves the
 * house. Each reason is a hard block; an empty list means "go on to moderation", not "harmless". Reads through
 * accents, other scripts' look-alike letters, digits for letters, stretched, spelled-out, split and starred words.
 */
export function screenPrompt(text: string): Reason[] {
  const { rules: compiledRules, benign } = patterns();
  const readings = readingsOf(text).map((reading) => withoutBenign(reading, benign));
  const spelled = spelledOut(text);
  const masks = starred(text);
  const reasons: Reason[] = [];
  for (const { rule, anywhere, inside, words } of compiledRules) {
    const found =
      firstMatch(readings, anywhere) ??
      (inside ? firstMatch(spelled, inside) : undefined) ??
      words.find((word) => masks.some((mask) => readsAs(mask, word)));
    if (found !== undefined) reasons.push(reasonFor(rule.code, rule.category, found));
  }
  // An age often ends its clause ("a girl of 14, smiling"), which the whole text's words no longer show.
  const clauses = text.split(/[.,;:!?\n]+/u).flatMap((clause) => readingsOf(clause).slice(0, 1));
  const aged = [...readings, ...clauses.map((clause) => withoutBenign(clause, benign))];
  const age = agePatterns.map((pattern) => firstMatch(aged, pattern)).find((found) => found !== undefined);
  if (age !== undefined) reasons.push(reasonFor("age_below_18", "sexual/minors", age));
  addSign(reasons, text, minorSigns, "minor_mentioned", "sexual/minors");
  addSign(reasons, text, sexualSigns, "explicit_sexual", "sexual");
  return reasons;
}

/** What a picture must not show, but a caption or a biography may speak of: a job at a school, a cousin, an ex. */
const speakable: ReadonlySet<string> = new Set(["minor_mentioned", "age_below_18", "school_context"]);
let suggestive: RegExp | undefined;
let names: RegExp | undefined;

/**
 * Screens a text that people read (caption, biography) instead of a picture's prompt. Speaking of children, a
 * school or an age is refused only beside something sexual or suggestive; a real person only by name. Everything
 * else is as in `screenPrompt`; the moderation model judges what is left.
 */
export function screenText(text: string): Reason[] {
  const reasons = screenPrompt(text);
  if (reasons.length === 0) return reasons;
  suggestive ??= phrasePattern([...suggestivePhrases, "hot", "bikini*"]);
  names ??= phrasePattern(celebrityNames);
  const readings = readingsOf(text);
  const isSexual =
    reasons.some(({ category }) => category === "sexual") || firstMatch(readings, suggestive) !== undefined;
  const hasName = firstMatch(readings, names) !== undefined;
  return reasons.filter(
    ({ code }) => (isSexual || !speakable.has(code)) && (hasName || code !== "real_person"),
  );
}

function withoutBenign(reading: string, benign: RegExp): string {
  const rest = reading.replace(benign, "·");
  return yogaContext.test(rest) && !notYoga.test(rest) ? rest.replace(yogaPose, "·") : rest;
}

function firstMatch(texts: readonly string[], pattern: RegExp): string | undefined {
  for (const text of texts) {
    pattern.lastIndex = 0;
    const found = pattern.exec(text);
    if (found) return found[0].trim();
  }
  return undefined;
}

function addSign(reasons: Reason[], text: string, sign: RegExp, code: string, category: Category): void {
  const found = sign.exec(text)?.[0];
  if (found && !reasons.some((reason) => reason.code === code))
    reasons.push(reasonFor(code, category, found));
}

function reasonFor(code: string, category: Category, found: string): Reason {
  return { verdict: "block", code, category, score: 1, threshold: 0, found };
}
