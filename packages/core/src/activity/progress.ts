import { type presets, type SetupStep, setupSteps } from "../avatar/schema.ts";
import { estimateOfSetup } from "../avatar/setup-estimate.ts";

/** What a step is of the whole on the bar, so that it moves at a pace a person can watch while training runs. */
const share: Record<SetupStep, number> = {
  "generate-dataset": 0.4,
  "curate-dataset": 0.04,
  "pack-dataset": 0.03,
  "train-lora": 0.4,
  "copy-weights": 0.03,
  "write-identity": 0.08,
  "finish-setup": 0.02,
};

/** Seconds a step takes at the providers' documented times. */
function expectedSeconds(step: SetupStep, preset: (typeof presets)[number]): number {
  switch (step) {
    case "generate-dataset":
      return 60;
    case "train-lora":
      // Next to the training the rest of a setup is short, and the estimate counts little else.
      return estimateOfSetup({ preset, candidateCount: 1 }).seconds;
    case "write-identity":
      return 15;
    default:
      return 5;
  }
}

export type SetupFacts = {
  preset: (typeof presets)[number];
  steps: { step: SetupStep; status: string; elapsedSeconds: number }[];
  dataset: { done: number; total: number };
  /** What steps took this owner before, in seconds; a step without a past takes what the providers document. */
  past: Partial<Record<SetupStep, number>>;
};

/**
 * How far a setup is (0 to 1) and how many seconds it will take on. Steps that ended count whole; the one that
 * runs by its pictures, else by its time, and never to its end before it ended. Waits are `timeScale` times as
 * fast as in life.
 */
export function setupProgress(
  facts: SetupFacts,
  timeScale: number,
): { progress: number; etaSeconds: number } {
  let progress = 0;
  let etaSeconds = 0;
  for (const step of setupSteps) {
    const row = facts.steps.find((one) => one.step === step);
    const expected = facts.past[step] ?? expectedSeconds(step, facts.preset) / timeScale;
    const fraction = fractionOf(row, step, facts, expected);
    progress += share[step] * fraction;
    etaSeconds += expected * (1 - fraction);
  }
  return { progress: Math.min(1, progress), etaSeconds: Math.ceil(etaSeconds) };
}

function fractionOf(
  row: SetupFacts["steps"][number] | undefined,
  step: SetupStep,
  { dataset }: SetupFacts,
  expected: number,
): number {
  if (!row || row.status === "failed") return 0;
  if (row.status === "succeeded") return 1;
  const byTime = Math.min(0.95, row.elapsedSeconds / expected);
  if (step !== "generate-dataset") return byTime;
  return dataset.total > 0 ? Math.min(0.99, dataset.done / dataset.total) : 0;
}

/** Seconds a run of equal things will take on, from how fast they came so far; before the first, the estimate. */
export function etaOf(
  run: { done: number; total: number; elapsedSeconds: number },
  estimateSeconds: number,
): number {
  const left = run.total - run.done;
  if (run.done === 0) return Math.max(1, Math.ceil(estimateSeconds - run.elapsedSeconds));
  return Math.ceil((run.elapsedSeconds / run.done) * left);
}
