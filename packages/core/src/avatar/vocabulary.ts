/** What pages name without a form on them: this file is apart from the schemas so that it comes without zod. */
export const presets = ["fast", "balanced", "best"] as const;

export const setupSteps = [
  "generate-dataset",
  "curate-dataset",
  "pack-dataset",
  "train-lora",
  "copy-weights",
  "write-identity",
  "finish-setup",
] as const;
export type SetupStep = (typeof setupSteps)[number];

/**
 * Trainer settings of each preset, inside the trainer's own ranges (steps 3-6000, rank 1-128).
 * Source: replicate/flux-fine-tuner train.py.
 */
export const trainingParameters = {
  fast: { steps: 500, lora_rank: 8, learning_rate: 0.0004 },
  balanced: { steps: 1000, lora_rank: 16, learning_rate: 0.0004 },
  best: { steps: 2000, lora_rank: 32, learning_rate: 0.0003 },
} as const satisfies Record<(typeof presets)[number], object>;
