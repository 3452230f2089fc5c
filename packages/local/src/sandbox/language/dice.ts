import { createHash } from "node:crypto";

/** A seeded source of choices. The same seed text always gives the same choices, in every process. */
export type Dice = {
  roll(): number;
  chance(probability: number): boolean;
  integer(minimum: number, maximum: number): number;
  pick<T>(items: readonly T[]): T;
  sample<T>(items: readonly T[], count: number): T[];
  /** An independent dice: what one field draws never shifts what another field draws. */
  fork(label: string): Dice;
};

export function createDice(seed: string): Dice {
  const digest = createHash("sha256").update(seed).digest();
  let state = digest.readUInt32LE(0);

  // mulberry32: 32 bits of state are plenty for a few hundred draws a request.
  const roll = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const integer = (minimum: number, maximum: number): number =>
    minimum + Math.floor(roll() * (maximum - minimum + 1));
  const sample = <T>(items: readonly T[], count: number): T[] => {
    const left = [...items];
    const taken: T[] = [];
    while (left.length > 0 && taken.length < count)
      taken.push(...left.splice(integer(0, left.length - 1), 1));
    return taken;
  };

  return {
    roll,
    integer,
    sample,
    chance: (probability) => roll() < probability,
    pick: <T>(items: readonly T[]): T => {
      const [item] = sample(items, 1);
      if (item === undefined) throw new Error("nothing to pick from");
      return item;
    },
    fork: (label) => createDice(`${digest.toString("hex")}/${label}`),
  };
}
