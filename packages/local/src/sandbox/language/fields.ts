import type { Brief } from "./brief.ts";
import { readLimit } from "./facts.ts";
import { userText } from "./prompt.ts";
import type { Slot } from "./schema/compose.ts";
import { fold } from "./words.ts";

const hookNames =
  /\b(?:hooks?|captions?|headlines?|copy|ganchos?|drafts?|titulos?|variants?|variantes|options|alternatives?|alternativas)\b/;

export const isHookField = (name: string): boolean => hookNames.test(name);

/** The tightest length stated for a field: by the schema, its description, or the prompt about that field. */
export function fieldLimit(brief: Brief, slot: Slot, about: string): number | undefined {
  const stated = [
    slot.maximum,
    readLimit(slot.description),
    readLimit(`${brief.prompt.system}\n${userText(brief.prompt)}`, about),
  ].filter((limit) => limit !== undefined);
  return stated.length === 0 ? undefined : Math.min(...stated);
}

/** "from 0 to 10", "1-5", "entre 0 y 100": the scale a description or the prompt states for a number. */
export function statedScale(brief: Brief, slot: Slot): number | undefined {
  const range = "(?:from |between |de |entre )?(\\d{1,3})(?: ?- ?| ?– ?| to | and | a | y )(\\d{1,3})\\b";
  const name = fold(slot.name).slice(0, 6);
  const found =
    new RegExp(range).exec(fold(slot.description)) ??
    new RegExp(`\\b${name}[^.\\n]{0,40}?\\b${range}`).exec(
      fold(`${brief.prompt.system}\n${userText(brief.prompt)}`),
    );
  return found ? Number(found[2]) : undefined;
}

const numerals: Record<string, number> = {
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  un: 1,
  dos: 2,
  tres: 3,
  cuatro: 4,
  cinco: 5,
  seis: 6,
  siete: 7,
  ocho: 8,
};

/** How many items a list should have: its bounds, else "three hooks" in words, else what is usual. */
export function wantedCount(brief: Brief, slot: Slot, usual: number): number {
  const low = slot.minimum ?? 0;
  const high = slot.maximum ?? Number.POSITIVE_INFINITY;
  const stem = fold(slot.name).slice(0, 5);
  const amount = `(\\d{1,2}|${Object.keys(numerals).join("|")})`;
  const said =
    new RegExp(`\\b${amount}\\b(?: [\\p{L}-]+){0,3} ${stem}`, "u").exec(fold(userText(brief.prompt)))?.[1] ??
    new RegExp(`\\b${amount}\\b`).exec(fold(slot.description))?.[1];
  const count = said === undefined ? usual : (numerals[said] ?? Number(said));
  return Math.min(high, Math.max(low, count === 0 ? usual : Math.min(count, 20)));
}
