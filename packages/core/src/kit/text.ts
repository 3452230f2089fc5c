const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** The text in lower case without accents, so that "Ciudad de México" and "ciudad de mexico" compare equal. */
export function foldAccents(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{Mn}/gu, "")
    .toLowerCase();
}

/** Length as Instagram and TikTok count it: UTF-16 units. An emoji often counts two or more. */
export function lengthOf(text: string): number {
  return text.length;
}

/**
 * The longest beginning of `text` of at most `limit` UTF-16 units, cut after a whole word where there is one and
 * never inside a grapheme, so that an emoji family or a flag is kept or left whole. A cut text ends in "…".
 */
export function trimToLimit(text: string, limit: number): string {
  const whole = text.trim();
  if (lengthOf(whole) <= limit) return whole;
  if (limit < 1) return "";
  const room = limit - 1; // the ellipsis takes one unit
  let kept = "";
  for (const { segment } of graphemes.segment(whole)) {
    if (kept.length + segment.length > room) break;
    kept += segment;
  }
  const endsAtWord = /^\s/u.test(whole.slice(kept.length));
  const lastGap = kept.search(/\s\S*$/u);
  const cut = endsAtWord || lastGap <= 0 ? kept : kept.slice(0, lastGap);
  return `${cut.replace(/[\s,;:.–—-]+$/u, "")}…`;
}

/** Two-item overlap of character trigrams, 0 (nothing shared) to 1 (equal): Sørensen–Dice, case and accents aside. */
export function trigramSimilarity(left: string, right: string): number {
  const leftGrams = trigramsOf(left);
  const rightGrams = trigramsOf(right);
  // Emoji and marks alone have no trigrams; then only the same text is alike.
  if (leftGrams.size === 0 || rightGrams.size === 0) return left.trim() === right.trim() ? 1 : 0;
  let shared = 0;
  for (const gram of leftGrams) if (rightGrams.has(gram)) shared += 1;
  return (2 * shared) / (leftGrams.size + rightGrams.size);
}

function trigramsOf(text: string): Set<string> {
  const folded = foldAccents(text)
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
  if (folded === "") return new Set();
  const padded = ` ${folded} `;
  const grams = new Set<string>();
  for (let index = 0; index + 3 <= padded.length; index += 1) grams.add(padded.slice(index, index + 3));
  return grams;
}
