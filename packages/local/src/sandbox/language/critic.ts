import type { Dice } from "./dice.ts";
import type { Facts } from "./facts.ts";
import { hookLimit, writeHook } from "./hook.ts";
import { judgeText } from "./safety.ts";
import { baitIn } from "./vocabulary/bait.ts";
import { detectTongue, fitText, similarity, type Tongue, wordsOf } from "./words.ts";

type FindingKind = "length" | "bait" | "repetition" | "language" | "shouting" | "unsafe" | "empty";
export type Finding = { kind: FindingKind; message: string; quote: string };

/** What is wrong with a draft. Every finding is measured on the text itself; a good draft has none. */
export function judgeHook(draft: string, facts: Facts, others: readonly string[] = []): Finding[] {
  const limit = hookLimit(facts);
  const findings: Finding[] = [];
  const add = (kind: FindingKind, quote: string, es: string, en: string) =>
    findings.push({ kind, quote, message: facts.tongue === "es" ? es : en });

  if (draft.trim() === "") {
    add("empty", "", "El texto está vacío.", "The text is empty.");
    return findings;
  }
  if (draft.length > limit) {
    const over = draft.length - limit;
    add(
      "length",
      draft.slice(limit),
      `Tiene ${draft.length} caracteres y el límite es ${limit}: sobran ${over}.`,
      `It has ${draft.length} characters and the limit is ${limit}: ${over} too many.`,
    );
  }
  const bait = baitIn(draft);
  if (bait !== undefined) {
    add("bait", bait, `Pide interacción a cambio de nada: «${bait}».`, `It is engagement bait: “${bait}”.`);
  }
  const repeated = repeatedWord(draft);
  const twin = [...others, ...facts.avoid].find((other) => other !== draft && similarity(other, draft) > 0.7);
  if (repeated !== undefined) {
    add("repetition", repeated, `Repite «${repeated}» demasiado.`, `It repeats “${repeated}” too often.`);
  } else if (twin !== undefined) {
    add("repetition", twin, `Se parece demasiado a «${twin}».`, `It is too close to “${twin}”.`);
  }
  const tongue = detectTongue(draft);
  if (tongue !== undefined && tongue !== facts.tongue) {
    add("language", draft, "Debe estar en español y no lo está.", "It should be in English and is not.");
  }
  if (/(?:!\s*){3,}/.test(draft) || isShouted(draft)) {
    add(
      "shouting",
      draft,
      "Grita: demasiadas mayúsculas o exclamaciones.",
      "It shouts: too many capitals or exclamation marks.",
    );
  }
  if (judgeText(draft).flagged) {
    add("unsafe", draft, "No es apto para una cuenta pública.", "It is not safe for a public account.");
  }
  return findings;
}

/** The draft without what was found: bait sentences out, length cut, and a new line where too little is left. */
export function rewriteHook(draft: string, facts: Facts, dice: Dice, limit = hookLimit(facts)): string {
  const findings = judgeHook(draft, facts);
  const kinds = new Set(findings.map((finding) => finding.kind));
  if (kinds.size === 0 && draft.length <= limit) return draft;
  if (
    ["repetition", "language", "shouting", "unsafe", "empty"].some((kind) => kinds.has(kind as FindingKind))
  ) {
    return writeHook(facts, dice, [draft], limit);
  }
  const sentences = draft.match(/[^.!?]+[.!?]*/g) ?? [];
  const clean = sentences
    .filter((sentence) => baitIn(sentence) === undefined)
    .join("")
    .trim();
  const short = fitText(clean, limit);
  return short.length < 12 || baitIn(short) !== undefined ? writeHook(facts, dice, [draft], limit) : short;
}

/** Ten is a draft with nothing to say against it. */
export const scoreOf = (findings: readonly Finding[]): number => Math.max(1, 10 - 3 * findings.length);

function repeatedWord(draft: string): string | undefined {
  const counts = new Map<string, number>();
  for (const word of wordsOf(draft)) {
    if (word.length > 4) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return [...counts].find(([, count]) => count >= 3)?.[0];
}

function isShouted(draft: string): boolean {
  const letters = draft.replace(/[^\p{L}]/gu, "");
  return letters.length > 12 && letters.replace(/[^\p{Lu}]/gu, "").length / letters.length > 0.6;
}

export const praise: Record<Tongue, string[]> = {
  es: [
    "Es concreto, suena a la persona y cabe en el límite.",
    "Habla de la escena y no pide nada a cambio.",
    "Se lee de un tirón y deja una imagen clara.",
  ],
  en: [
    "It is concrete, sounds like the persona and fits the limit.",
    "It speaks of the scene and asks for nothing in return.",
    "It reads in one breath and leaves a clear picture.",
  ],
};
