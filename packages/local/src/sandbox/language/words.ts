export type Tongue = "es" | "en";

/** Lower case without accents. The ñ stays: without it "año" and "ano" would be one word. */
export function fold(text: string): string {
  return text
    .normalize("NFD")
    .replace(/n\u0303/gi, "ñ")
    .replace(/\p{M}/gu, "")
    .toLowerCase();
}

export const wordsOf = (text: string): string[] => fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];

/** `yearsOfWork`, `years_of_work` and `Years of work` all read "years of work". */
export const spokenName = (identifier: string): string =>
  fold(identifier.replace(/([\p{Ll}\d])(\p{Lu})/gu, "$1 $2"))
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

/** About four characters a token: the rule of thumb OpenAI and Anthropic both publish. */
export const countTokens = (text: string): number =>
  text === "" ? 0 : Math.max(1, Math.ceil(text.length / 4));

export const capitalise = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

/** Cuts at the last sentence, then clause, then word that fits. Never leaves half a word. */
export function fitText(text: string, maximum: number): string {
  if (text.length <= maximum) return text;
  const room = text.slice(0, maximum + 1);
  const sentence = Math.max(room.lastIndexOf(". "), room.lastIndexOf("! "), room.lastIndexOf("? "));
  if (sentence >= maximum * 0.4) return room.slice(0, sentence + 1);
  const word = room.lastIndexOf(" ");
  const cut = word > 0 ? room.slice(0, word) : room.slice(0, maximum);
  return cut.replace(/[\s,;:·—-]+$/u, "").slice(0, maximum);
}

/** Trigram overlap between 0 (nothing shared) and 1 (the same text). */
export function similarity(left: string, right: string): number {
  const [first, second] = [trigrams(left), trigrams(right)];
  if (first.size === 0 || second.size === 0) return 0;
  let shared = 0;
  for (const part of first) if (second.has(part)) shared += 1;
  return shared / (first.size + second.size - shared);
}

/** A batch's drafts are compared with the same twenty hooks of late over and over. */
const known = new Map<string, Set<string>>();

function trigrams(text: string): Set<string> {
  const before = known.get(text);
  if (before) return before;
  const flat = ` ${wordsOf(text).join(" ")} `;
  const parts = new Set<string>();
  for (let index = 0; index + 3 <= flat.length; index += 1) parts.add(flat.slice(index, index + 3));
  if (known.size > 5_000) known.clear();
  known.set(text, parts);
  return parts;
}

const spanishWords = new Set(
  "el la los las de del que y en un una por con para su sus es lo al como mas pero este esta si ya muy mi tu te se hoy donde cuando sin quien me no hay fue cada desde hace años".split(
    " ",
  ),
);
const englishWords = new Set(
  "the of and to in is it that for with as was on are this be at by not you your my i from what when who a an we just her she they here today have has every".split(
    " ",
  ),
);

/** The language most of the small words belong to; undefined when there is nothing to go by. */
export function detectTongue(text: string): Tongue | undefined {
  let spanish = /[ñ¿¡]/.test(text) ? 1 : 0;
  let english = 0;
  for (const word of wordsOf(text)) {
    if (spanishWords.has(word)) spanish += 1;
    if (englishWords.has(word)) english += 1;
  }
  if (spanish === english) return undefined;
  return spanish > english ? "es" : "en";
}
