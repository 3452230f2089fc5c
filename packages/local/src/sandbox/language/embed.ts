import { createHash } from "node:crypto";
import { wordsOf } from "./words.ts";

const common = new Set(
  "el la los las de del que y en un una por con para su es lo al como mas pero the of and to in is it that for with as was on are this be at by a an i my you".split(
    " ",
  ),
);

/** A hashed bag of words and word parts, of length 1: texts that share words or stems point the same way. */
export function embed(text: string, dimensions: number): Float32Array {
  const vector = new Float32Array(dimensions);
  const add = (feature: string, weight: number) => {
    const digest = createHash("md5").update(feature).digest();
    const at = digest.readUInt32LE(0) % dimensions;
    vector[at] = (vector[at] ?? 0) + ((digest[4] ?? 0) & 1 ? weight : -weight);
  };
  for (const word of wordsOf(text)) {
    const weight = common.has(word) ? 0.1 : 1;
    add(`word ${word}`, weight);
    // Stems and trigrams bring "playa" near "playas" and Spanish words near their English cousins.
    if (word.length > 4) add(`stem ${word.slice(0, 5)}`, weight * 0.7);
    for (let index = 0; index + 3 <= word.length; index += 1)
      add(`part ${word.slice(index, index + 3)}`, weight * 0.25);
  }
  if (vector.every((value) => value === 0)) add(`whole ${text}`, 1);
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}
