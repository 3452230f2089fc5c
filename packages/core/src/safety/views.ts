import { foldAccents } from "../kit/text.ts";

/** Letters of other scripts that look like a Latin one; folding accents does not reach them. */
// biome-ignore format: a table reads better in rows
const lookAlikes: Record<string, string> = {
  а: "a", в: "b", с: "c", е: "e", һ: "h", і: "i", ј: "j", к: "k", м: "m", н: "h", о: "o", р: "p", ѕ: "s", т: "t",
  у: "y", х: "x", ԁ: "d", ո: "n", α: "a", β: "b", ε: "e", ι: "i", κ: "k", ν: "v", ο: "o", ρ: "p", τ: "t", υ: "u",
  χ: "x", ı: "i", ł: "l", ø: "o", đ: "d", ß: "ss", æ: "ae", œ: "oe",
};

const leet: Record<string, string> = {
  "0": "o",
  "1": "i",
  "2": "z",
  "3": "e",
  "4": "a",
  "5": "s",
  "6": "g",
  "7": "t",
  "8": "b",
  "9": "g",
  "@": "a",
  $: "s",
  "!": "i",
  "|": "l",
  "+": "t",
  "€": "e",
};

/** "85mm", "4k", "10am", "21st": numbers with a unit are no disguise. */
const measured = /^[\d.,:/x-]+(?:mm|cm|m|km|k|p|px|am|pm|h|hr|s|yo|st|nd|rd|th|ft|lb|kg|g|ml|l|d|c|in)?$/u;

/** Words that are so often split in two to hide them that two neighbours are read together. */
// biome-ignore format: a list of words
const splitInTwo = new Set([
  "nude", "nudes", "naked", "topless", "desnuda", "desnudo", "desnudas", "schoolgirl", "schoolgirls", "colegiala",
  "colegialas", "underage", "preteen", "teenager", "lolita", "toddler", "porn", "hentai", "deepfake",
]);

/**
 * The readings of a text in which forbidden words are looked for: as written, with digits and signs read as the
 * letters they stand for, with stretched letters shortened, with spelled-out letters put together. Each is lower
 * case, without accents, words apart by one space. A plain text has one reading only.
 */
export function readingsOf(text: string): string[] {
  const folded = foldLetters(text);
  const readings = new Set<string>();
  for (const written of [folded, decode(folded, "i"), decode(folded, "l")]) {
    const plain = wordsOf(written);
    for (const shortened of [plain, shorten(plain, "$1"), shorten(plain, "$1$1")]) {
      readings.add(shortened);
      readings.add(joinLetters(shortened));
      readings.add(joinPairs(shortened));
    }
  }
  return [...readings];
}

/** Words that were spelled letter by letter ("n u d e", "n.u.d.3"), each run as one string. */
export function spelledOut(text: string): string[] {
  const words = wordsOf(decodeEach(foldLetters(text))).split(" ");
  const runs: string[] = [];
  let run = "";
  for (const word of [...words, "end"]) {
    if (word.length === 1) run += word;
    else {
      if (run.length >= 4) runs.push(run);
      run = "";
    }
  }
  return runs;
}

/** Words with letters starred out ("n*de", "f**k"), stars kept. */
export function starred(text: string): string[] {
  return foldLetters(text)
    .split(/[\s,.;:!?"()]+/u)
    .map((token) => token.replace(/^\*+|\*+$/gu, ""))
    .filter((word) => /^[a-z]+\*[a-z*]*[a-z]$/u.test(word));
}

/** True when a starred word can be read as `word`, or as a word that begins with it when `word` ends in "*". */
export function readsAs(mask: string, word: string): boolean {
  const isBeginning = word.endsWith("*");
  const letters = isBeginning ? word.slice(0, -1) : word;
  if (isBeginning ? mask.length < letters.length : mask.length !== letters.length) return false;
  return [...letters].every((letter, index) => mask[index] === letter || mask[index] === "*");
}

function foldLetters(text: string): string {
  // "Nina" with a capital and a plain n is a given name; "niña" and "nina" are a child.
  const named = text.normalize("NFC").replace(/(?<!\p{L})Nina(?!\p{L})/gu, "name");
  const visible = foldAccents(named.replace(/\p{Cf}/gu, ""));
  return visible.replace(/[^\p{ASCII}]/gu, (letter) => lookAlikes[letter] ?? letter);
}

function wordsOf(folded: string): string {
  return folded
    .replace(/['’´`]/gu, "")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

function decode(folded: string, one: "i" | "l"): string {
  return folded
    .split(/(\s+)/u)
    .map((token) => {
      const core = token.replace(/^[.,;:?!"'()]+|[.,;:?!"'()]+$/gu, "");
      if (!/[a-z]/u.test(core) || measured.test(core)) return token;
      return core.replace(/[^a-z\s]/gu, (sign) => (sign === "1" ? one : (leet[sign] ?? sign)));
    })
    .join("");
}

function decodeEach(folded: string): string {
  return folded.replace(/(?<![a-z0-9])[0-9@$!|+€](?![a-z0-9])/gu, (sign) => leet[sign] ?? sign);
}

function shorten(words: string, replacement: string): string {
  return words.replace(/([a-z])\1{2,}/gu, replacement);
}

function joinLetters(words: string): string {
  return words.replace(/(?<![a-z0-9])(?:[a-z] ){2,}[a-z](?![a-z0-9])/gu, (run) => run.replaceAll(" ", ""));
}

function joinPairs(words: string): string {
  const list = words.split(" ");
  for (let index = 0; index + 1 < list.length; index += 1) {
    const joined = `${list[index]}${list[index + 1]}`;
    if (splitInTwo.has(joined)) list.splice(index, 2, joined);
  }
  return list.join(" ");
}
