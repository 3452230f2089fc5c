import { type presets, type SetupStep, setupSteps } from "../avatar/schema.ts";
import { expectedSeconds, type Pace, secondsByCount } from "../avatar/setup-pace.ts";

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

export type SetupFacts = {
  preset: (typeof presets)[number];
  steps: { step: SetupStep; status: string; elapsedSeconds: number }[];
  dataset: { done: number; total: number };
  /** What the training takes in all by the trainer's own count; null before it has counted. */
  trainingSeconds: number | null;
  /** What steps took here before. */
  pace: Pace;
};

/**
 * How far a setup is (0 to 1) and how many seconds it will take on. Steps that ended count whole; the one that
 * runs by its pictures or the trainer's steps, else by its time, and never to its end before it ended. Waits are
 * `timeScale` times as fast as in life.
 */
export function setupProgress(
  facts: SetupFacts,
  timeScale: number,
): { progress: number; etaSeconds: number } {
  let progress = 0;
  let etaSeconds = 0;
  for (const step of setupSteps) {
    const row = facts.steps.find((one) => one.step === step);
    const counted = row?.status === "running" ? countedOf(row, facts) : undefined;
    const expected = expectedSeconds(step, facts.preset, { pace: facts.pace, timeScale, counted });
    const fraction = fractionOf(row, step, facts, expected);
    progress += share[step] * fraction;
    etaSeconds += expected * (1 - fraction);
  }
  return { progress: Math.min(1, progress), etaSeconds: Math.ceil(etaSeconds) };
}

function countedOf({ step, elapsedSeconds }: SetupFacts["steps"][number], facts: SetupFacts) {
  if (step === "generate-dataset") return secondsByCount({ ...facts.dataset, elapsedSeconds });
  return step === "train-lora" ? (facts.trainingSeconds ?? undefined) : undefined;
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
