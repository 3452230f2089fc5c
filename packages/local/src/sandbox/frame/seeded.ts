/** Everything "random" in the sandbox comes from here: equal parts give equal answers, in every run. */
export function hash32(...parts: readonly (string | number)[]): number {
  let hash = 0x811c9dc5;
  for (const character of Buffer.from(parts.join("\u0000"), "utf8")) {
    hash = Math.imul(hash ^ character, 0x01000193);
  }
  // FNV alone leaves neighbouring seeds correlated; the two rounds of murmur's finaliser spread them.
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** A number in [0, 1). */
export function unit(...parts: readonly (string | number)[]): number {
  return hash32(...parts) / 0x1_0000_0000;
}

export function pick<Item>(items: readonly Item[], ...parts: readonly (string | number)[]): Item {
  if (items.length === 0) throw new Error("pick needs at least one item");
  // In range, so the item is there; it may itself be undefined.
  return items[Math.floor(unit(...parts) * items.length)] as Item;
}

/** `length` characters of `alphabet`, e.g. an id or a fake digest. */
export function token(length: number, alphabet: string, ...parts: readonly (string | number)[]): string {
  return Array.from({ length }, (_, index) => pick([...alphabet], index, ...parts)).join("");
}

export const hexAlphabet = "0123456789abcdef";
export const idAlphabet = "0123456789abcdefghjkmnpqrstvwxyz";
