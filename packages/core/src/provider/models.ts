/** Makes a face from a description; each seed is another person. */
export const faceModel = "black-forest-labs/flux-dev";
/** Makes the same person again, in another scene. */
export const datasetModel = "black-forest-labs/flux-kontext-dev";
/** Trains a LoRA; the version is pinned so that two trainings can be compared. */
export const trainer = {
  model: "ostris/flux-dev-lora-trainer",
  version: "26dce37af90b9d997eeb970d92e47de3064d46c300504ae376c75bef6a9022d2",
} as const;
