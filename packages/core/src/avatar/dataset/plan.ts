import { seedFrom } from "../../kit/hash.ts";
import { type Random, seededRandom } from "../../kit/random.ts";
import {
  type Axis,
  angleShares,
  axes,
  cellOf,
  framingShares,
  lightsOf,
  matrix,
  type Variation,
} from "./matrix.ts";

export type PlannedImage = {
  /** 0-based place in the plan; the first `count` are the base, the rest the reserve. */
  index: number;
  cell: string;
  variation: Variation;
  composition: Variation["framing"];
  prompt: string;
  /** The picture model's own seed, different for each image. */
  seed: number;
  isReserve: boolean;
};

/**
 * Plans the pictures of a training set: `count` to keep and `over` in reserve for what will be rejected (field
 * numbers: 50 kept of about 70). The same seed gives the same plan. Every image has a cell of its own; framing
 * and angle follow their shares, base and reserve alike, so that the reserve is spread over the cells as the
 * base is; the other axes are used as evenly as light and setting allow.
 */
export function planDataset(input: { seed: number; count?: number; over?: number }): PlannedImage[] {
  const { seed, count = 50, over = 20 } = input;
  const random = seededRandom(seedFrom("dataset", seed));
  const taken = new Set<string>();
  const used = new Map<string, number>();
  const base = fill(count, random, taken, used);
  const reserve = fill(over, random, taken, used);
  return [...base, ...reserve].map((variation, index) => ({
    index,
    cell: cellOf(variation),
    variation,
    composition: variation.framing,
    prompt: promptOf(variation),
    seed: seedFrom("dataset-image", seed, index),
    isReserve: index >= count,
  }));
}

export type Coverage = {
  axes: { [Name in Axis]: Record<string, number> };
  /** Framing × angle: how many images each of these cells has, zeros included. */
  cells: { framing: Variation["framing"]; angle: Variation["angle"]; images: number }[];
  /** Axis values that no image has, as "axis:value". */
  empty: string[];
};

/** Counts what a set of images covers, for each value of each axis and for each cell of framing × angle. */
export function coverage(images: readonly { cell: string }[]): Coverage {
  const counts = Object.fromEntries(
    axes.map((axis) => [axis, Object.fromEntries(Object.keys(matrix[axis]).map((value) => [value, 0]))]),
  ) as Coverage["axes"];
  const pairs = new Map<string, number>();
  for (const { cell } of images) {
    const [framing, angle] = cell.split("/");
    pairs.set(`${framing}/${angle}`, (pairs.get(`${framing}/${angle}`) ?? 0) + 1);
    cell.split("/").forEach((value, index) => {
      const axis = axes[index];
      if (axis) counts[axis][value] = (counts[axis][value] ?? 0) + 1;
    });
  }
  return {
    axes: counts,
    cells: keysOf(matrix.framing).flatMap((framing) =>
      keysOf(matrix.angle).map((angle) => ({
        framing,
        angle,
        images: pairs.get(`${framing}/${angle}`) ?? 0,
      })),
    ),
    empty: axes.flatMap((axis) =>
      Object.entries(counts[axis]).flatMap(([value, images]) => (images === 0 ? [`${axis}:${value}`] : [])),
    ),
  };
}

/** The instruction for the picture model, which is given the locked face beside it. */
function promptOf(variation: Variation): string {
  const parts = axes.map((axis) => (matrix[axis] as Record<string, string>)[variation[axis]]);
  const [framing, angle, expression, light, outfit, setting] = parts;
  return (
    `The same adult person with the same face, hair and skin, ${framing}, ${angle}, ${expression}, ` +
    `wearing ${outfit}, ${setting}, ${light}. Realistic photograph, one person, fully dressed, sharp focus on the face.`
  );
}

function fill(count: number, random: Random, taken: Set<string>, used: Map<string, number>): Variation[] {
  const framings = random.shuffle(spread(count, framingShares));
  const angles = random.shuffle(spread(count, angleShares));
  return framings.map((framing, index) => {
    const angle = angles[index] ?? "front";
    for (let attempt = 0; ; attempt += 1) {
      const setting = leastUsed("setting", keysOf(matrix.setting), random, used, attempt);
      const variation: Variation = {
        framing,
        angle,
        expression: leastUsed("expression", keysOf(matrix.expression), random, used, attempt),
        light: leastUsed("light", lightsOf[setting], random, used, attempt),
        outfit: leastUsed("outfit", keysOf(matrix.outfit), random, used, attempt),
        setting,
      };
      const cell = cellOf(variation);
      if (taken.has(cell) && attempt < 500) continue;
      taken.add(cell);
      for (const axis of axes)
        used.set(`${axis}:${variation[axis]}`, (used.get(`${axis}:${variation[axis]}`) ?? 0) + 1);
      return variation;
    }
  });
}

/** The value used least so far, chance deciding between equals; later attempts take any, to find a free cell. */
function leastUsed<Value extends string>(
  axis: Axis,
  values: readonly Value[],
  random: Random,
  used: ReadonlyMap<string, number>,
  attempt: number,
): Value {
  const ranked = random
    .shuffle(values)
    .sort((left, right) => (used.get(`${axis}:${left}`) ?? 0) - (used.get(`${axis}:${right}`) ?? 0));
  const chosen = ranked[attempt === 0 ? 0 : random.below(ranked.length)];
  if (chosen === undefined) throw new Error(`the axis ${axis} has no values`);
  return chosen;
}

/** Splits `count` by shares with whole numbers that add up (largest remainder method). */
function spread<Value extends string>(count: number, shares: Record<Value, number>): Value[] {
  const total = Object.values<number>(shares).reduce((sum, share) => sum + share, 0);
  const exact = keysOf(shares).map((value) => ({ value, exact: (count * shares[value]) / total }));
  const rest = count - exact.reduce((sum, item) => sum + Math.floor(item.exact), 0);
  const luckiest = [...exact].sort((left, right) => (right.exact % 1) - (left.exact % 1)).slice(0, rest);
  return exact.flatMap((item) =>
    Array<Value>(Math.floor(item.exact) + (luckiest.includes(item) ? 1 : 0)).fill(item.value),
  );
}

function keysOf<Key extends string>(record: Record<Key, unknown>): Key[] {
  return Object.keys(record) as Key[];
}
