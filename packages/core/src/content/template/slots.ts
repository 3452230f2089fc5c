import type { SlotName, Template } from "./schema.ts";

/** The slots that a persona's facts fill; the others have a list here. */
export type OwnSlot = Exclude<SlotName, "city" | "interest">;

export const slotValues: Record<OwnSlot, readonly [string, ...string[]]> = {
  outfitColor: [
    "cream",
    "navy",
    "olive green",
    "terracotta",
    "sky blue",
    "burgundy",
    "mustard",
    "charcoal",
    "dusty pink",
    "emerald",
    "white",
    "lavender",
  ],
  accessory: [
    "small gold-coloured hoop earrings",
    "a silk scarf around the neck",
    "a leather wristwatch",
    "a thin silver necklace",
    "round sunglasses in the hair",
    "a woven shoulder bag",
    "a simple ring",
    "a felt hat",
  ],
  hair: [
    "worn loose",
    "tied back",
    "in a low bun",
    "in a loose braid",
    "tucked behind the ears",
    "slightly windblown",
  ],
  expression: [
    "with a soft smile",
    "laughing openly",
    "with a calm look",
    "with a confident look",
    "with a thoughtful look",
    "with a surprised smile",
    "with a playful grin",
    "with relaxed eyes",
  ],
};

export function isOwnSlot(slot: SlotName): slot is OwnSlot {
  return slot in slotValues;
}

/** How many different prompts a template gives for one persona. */
export function variationsOf(template: Pick<Template, "slots">): number {
  return ownSlots(template).reduce((product, slot) => product * slotValues[slot].length, 1);
}

/**
 * The slot values of a variation. Any `variationsOf(template)` numbers in a row give as many different sets, and
 * neighbours differ in more than one slot where there is more than one.
 */
export function valuesOf(
  template: Pick<Template, "slots">,
  variation: number,
): Partial<Record<SlotName, string>> {
  const total = variationsOf(template);
  let rest = (variation * strideFor(total)) % total;
  const values: Partial<Record<SlotName, string>> = {};
  for (const slot of ownSlots(template)) {
    const list = slotValues[slot];
    values[slot] = list[rest % list.length] ?? list[0];
    rest = Math.floor(rest / list.length);
  }
  return values;
}

function ownSlots(template: Pick<Template, "slots">): OwnSlot[] {
  return template.slots.filter(isOwnSlot);
}

/** A step near the golden section of `total` without a common divisor: a walk by it meets each number once. */
function strideFor(total: number): number {
  let stride = Math.max(1, Math.round(total * 0.618));
  while (commonDivisor(stride, total) !== 1) stride += 1;
  return stride;
}

function commonDivisor(left: number, right: number): number {
  return right === 0 ? left : commonDivisor(right, left % right);
}
