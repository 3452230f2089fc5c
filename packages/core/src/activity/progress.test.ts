import { describe, expect, it } from "vitest";
import { type SetupFacts, setupProgress } from "./progress.ts";

const facts = (change: Partial<SetupFacts>): SetupFacts => ({
  preset: "balanced",
  steps: [],
  dataset: { done: 0, total: 70 },
  trainingSeconds: null,
  pace: {},
  ...change,
});
const ran = (step: SetupFacts["steps"][number]["step"], status: string, elapsedSeconds: number) => ({
  step,
  status,
  elapsedSeconds,
});
const picturesMade = [ran("generate-dataset", "succeeded", 40), ran("curate-dataset", "succeeded", 1)];
const training = [...picturesMade, ran("pack-dataset", "succeeded", 1), ran("train-lora", "running", 30)];

describe("How long a setup takes on", () => {
  it("is what the providers document while nothing is known, as fast as time passes here", () => {
    const { progress, etaSeconds } = setupProgress(facts({}), 1);
    expect(progress).toBe(0);
    expect(etaSeconds).toBeGreaterThan(1_200);
    expect(setupProgress(facts({}), 60).etaSeconds).toBeLessThan(30);
  });

  it("is what setups took here, once one has ended", () => {
    const pace = { "generate-dataset": 20, "train-lora": 100, "write-identity": 4 };
    expect(setupProgress(facts({ pace }), 60).etaSeconds).toBe(125);
  });

  it("follows the pictures as they come, and the trainer's own count, whatever was expected", () => {
    const slow = { pace: { "train-lora": 9_000 } };
    const half = { done: 35, total: 70 };
    const dataset = [ran("generate-dataset", "running", 90)];
    const waiting = setupProgress(facts({ steps: [], dataset: half }), 1).etaSeconds;
    // Ninety seconds for one half: ninety more for the other, instead of the documented minute in all.
    expect(setupProgress(facts({ steps: dataset, dataset: half }), 1).etaSeconds).toBe(waiting + 30);
    const { etaSeconds } = setupProgress(facts({ ...slow, steps: training, trainingSeconds: 120 }), 1);
    // Thirty seconds of a hundred and twenty; the identity and the rest take what is documented.
    expect(etaSeconds).toBe(90 + 15 + 5 + 5);
  });

  it("is never nothing before the training has ended", () => {
    const late = facts({ steps: training, trainingSeconds: 20 });
    expect(setupProgress(late, 1).progress).toBeLessThan(0.9);
    expect(setupProgress(late, 1).etaSeconds).toBeGreaterThan(20);
  });
});
