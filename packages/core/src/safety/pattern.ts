const letter = "\\p{L}\\p{N}";

/**
 * Compiles phrases to one pattern over a reading (lower case, no accents, single spaces). In a phrase `*` at a
 * word's end stands for any ending, `~` for up to two words in between, `(a|b)` for one of several.
 */
export function phrasePattern(phrases: readonly string[]): RegExp {
  return new RegExp(`(?<![${letter}])(?:${phrases.map(sourceOf).join("|")})(?![${letter}])`, "gu");
}

function sourceOf(phrase: string): string {
  return phrase
    .split(" ")
    .map((word) => (word === "~" ? `(?:[${letter}]+ ){0,2}` : `${expand(word)} `))
    .join("")
    .trimEnd();
}

function expand(word: string): string {
  return word.replaceAll("(", "(?:").replaceAll("*", `[${letter}]*`);
}
