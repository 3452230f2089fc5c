import { createDice } from "./dice.ts";
import { type Category, categories, evidence, harmless, minors } from "./vocabulary/harm.ts";
import { fold } from "./words.ts";

type Scores = Record<Category, number>;
export type Judgement = { flagged: boolean; scores: Scores; flags: Record<Category, boolean> };

/** Above this a category counts as flagged. OpenAI keeps its own per-category thresholds secret. */
const thresholds: Partial<Record<Category, number>> = { "sexual/minors": 0.3, "violence/graphic": 0.6 };
const usualThreshold = 0.5;

const longNegation =
  /\b(?:avoid|evita(?:r|ndo)?|prohibid[oa]s?|forbidden|banned|never|nunca|must not|do not (?:include|write|mention|show|use|depict)|don'?t (?:include|write|mention|show|use)|no (?:incluyas|menciones|uses|muestres|escribas)|negative prompt)\b[^.!?\n]*$/;
const shortNegation =
  /\b(?:no|sin|without|non|not|free of|libre de|ni|nor|zero|cero)[\s:-]+(?:[\p{L}-]+[\s,/]+){0,3}$/u;

/** Graded scores of a text, by what it says: word lists in Spanish and English, with negations heard. */
export function judgeText(text: string): Judgement {
  const flat = plain(text);
  const scores = quietScores(text);
  const raise = (category: Category, weight: number) => {
    scores[category] = 1 - (1 - scores[category]) * (1 - weight);
  };
  for (const { category, weight, match } of evidence) {
    for (const found of flat.matchAll(match))
      raise(category, isNegated(flat, found.index) ? weight * 0.03 : weight);
  }
  const young = [...flat.matchAll(minors)].filter((found) => !isNegated(flat, found.index)).length;
  if (young > 0) raise("sexual/minors", minorsWeight(scores.sexual));
  return judge(scores);
}

/** A child in a text is nothing; beside swimwear it is a worry, beside anything sexual it is certain. */
const minorsWeight = (sexual: number): number =>
  sexual < 0.03 ? 0.01 : sexual < 0.1 ? 0.35 : Math.min(0.98, 0.5 + sexual / 2);

export function judge(scores: Scores): Judgement {
  const flags = Object.fromEntries(
    categories.map((category) => [category, scores[category] >= (thresholds[category] ?? usualThreshold)]),
  ) as Record<Category, boolean>;
  return { scores, flags, flagged: Object.values(flags).some(Boolean) };
}

/** What a clean input scores: never exactly 0, as with the real model, and the same for the same input. */
export function quietScores(subject: string): Scores {
  const dice = createDice(`quiet/${subject}`);
  return Object.fromEntries(categories.map((category) => [category, 10 ** -(3 + 3 * dice.roll())])) as Scores;
}

/** A model declines such a wish instead of fulfilling it. */
export function isRefused(userText: string): boolean {
  const { scores } = judgeText(userText);
  return scores.sexual >= 0.7 || scores["sexual/minors"] >= 0.3 || scores["illicit/violent"] >= 0.7;
}

const leet: Record<string, string> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "@": "a",
  $: "s",
};

/** Folded text without harmless phrases and with "p0rn" read as "porn". */
function plain(text: string): string {
  const flat = fold(text).replace(/[’`]/g, "'");
  const letters = flat.replace(/[a-zñ]+(?:[013457@$]+[a-zñ]+)+/g, (word) =>
    word.replace(/[013457@$]/g, (digit) => leet[digit] ?? digit),
  );
  return letters.replace(harmless, (found) => " ".repeat(found.length));
}

function isNegated(flat: string, index: number): boolean {
  const before = flat.slice(Math.max(0, index - 160), index);
  const sentence = before.slice(before.search(/[^.!?\n]*$/));
  return longNegation.test(sentence) || shortNegation.test(sentence);
}
