import { foldAccents, trimToLimit } from "../kit/text.ts";
import type { Info } from "./schema.ts";

type Language = Info["language"];

/** Longest profile text in UTF-16 units. Instagram does not publish it in its API pages; this is the app's own counter. */
export const bioLimits = { instagram: 150 } as const;

/**
 * The sentence by which a profile says what it is (EU AI Act Art. 50, California B&P 17940, Fanvue's AI tag), the
 * fullest first; the shorter ones are for where it does not fit beside anything.
 */
export const statements: Record<Language, readonly [string, ...string[]]> = {
  en: ["🤖 AI-generated persona", "AI-generated persona", "AI persona"],
  es: ["🤖 Persona creada con IA", "Persona creada con IA", "Persona IA"],
};

/** Below this no statement fits, in neither language. */
export const smallestLimit = 10;

/**
 * The bio with the AI statement at its end, never longer than `limit`: the bio is cut at a word where it must be,
 * the statement never. A bio that says it already and fits is left as it is.
 * Throws RangeError for a limit under `smallestLimit`.
 */
export function withDisclosure(bio: string, language: Language, limit: number): string {
  if (limit < smallestLimit) throw new RangeError(`no AI statement fits in ${limit} characters`);
  const text = bio.trim();
  if (text.length <= limit && hasDisclosure(text)) return text;
  // At least half is for the persona, unless only the shortest statement is left.
  const fitting = statements[language].filter((statement) => statement.length <= limit);
  const statement =
    fitting.find((candidate) => text.length + separator.length + candidate.length <= limit) ??
    fitting.find((candidate) => candidate.length * 2 <= limit) ??
    fitting.at(-1) ??
    "";
  const room = limit - statement.length - separator.length;
  const kept = room > 0 ? trimToLimit(withoutStatement(text), room) : "";
  return kept === "" || kept === "…" ? statement : `${kept}${separator}${statement}`;
}

const separator = "\n";
const made = "generated|created|made|powered|generada|generado|creada|creado|hecha|hecho|virtual";
const being = "persona|character|avatar|model|creator|influencer|personaje|modelo|creadora|creador";

// Each says that this profile is an AI's; the bare letters "AI" do not, for they may be a hobby.
const claims = new RegExp(
  [
    `\\b(?:ai|artificial intelligence) (?:${made}|${being})\\b`,
    `\\b(?:${made}) (?:\\w+ ){0,2}?(?:with|by|con|por|using|mediante) (?:an |una |la )?(?:ai|ia|artificial intelligence|inteligencia artificial)\\b`,
    `\\b(?:${being}) (?:\\w+ )?(?:de |con |by |made by )?(?:ia|ai|inteligencia artificial)\\b`,
    `\\b(?:i am|im|soy) (?:an |a |una? )?(?:ai|ia|inteligencia artificial)\\b`,
  ].join("|"),
  "gu",
);
const denials =
  /\b(?:not|no|never|isnt|aint|nunca|jamas|sin|nada de|tampoco|non|anti|against|contra)(?: \w+){0,3}$/u;

/** True when a text says that an AI makes this persona, in English or Spanish, and does not deny it in the same breath. */
export function hasDisclosure(text: string): boolean {
  const plain = foldAccents(text)
    .replace(/['’]/gu, "")
    .replace(/[.!?;\n]+/gu, " . ")
    .replace(/[^\p{L}\p{N}.]+/gu, " ");
  return [...plain.matchAll(claims)].some((claim) => !denials.test(plain.slice(0, claim.index).trimEnd()));
}

function withoutStatement(text: string): string {
  const known = Object.values(statements).flat();
  return known.reduce((rest, statement) => rest.replace(statement, "").trim(), text);
}
