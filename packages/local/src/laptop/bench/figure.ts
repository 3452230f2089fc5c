/** One number of the benchmark. Where it says so, beside another number of the same run in the same unit. */
export type Figure = {
  name: string;
  value: number;
  unit: string;
  baseline?: number;
  /** `value / baseline`. */
  ratio?: number;
  /** What the baseline is. */
  against?: string;
  /** What is wanted, in words. */
  goal?: string;
};

type Beside = { baseline?: number; against?: string; goal?: string };

export function figure(
  name: string,
  value: number,
  unit: string,
  { baseline, against, goal }: Beside = {},
): Figure {
  return {
    name,
    value: rounded(value),
    unit,
    ...(baseline === undefined ? {} : { baseline: rounded(baseline), ratio: rounded(value / baseline) }),
    ...(against === undefined ? {} : { against }),
    ...(goal === undefined ? {} : { goal }),
  };
}

/** Three digits that count: more would claim a precision that a busy machine does not have. */
const rounded = (value: number): number => Number(value.toPrecision(3));

export function percentile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

export const median = (values: number[]): number => percentile(values, 0.5);
