import { centsOfNanos } from "../kit/money.ts";
import { type Charge, nanosOf, priceVersion } from "../provider/price.ts";
import type { Estimate } from "./schema.ts";

// What one unit of work takes on average, from the documented run times of the models on an H100 and from the
// prompts' lengths; the bench compares estimates with ledgers.
const lora = { millisecondsPerPicture: 2_200, secondsPerTrainingStep: 1.2 };
// A piece that shows the persona alone is not searched for well-known people again; see FaceCheck.inspect.
const pieceChecks = ["DetectFaces", "DetectModerationLabels", "CompareFaces"] as const;
const newFaceChecks = ["DetectFaces", "RecognizeCelebrities", "DetectModerationLabels"] as const;
const tokensPerPiece = { input: 1_100, output: 320 };
const tokensPerIdentity = { input: 2_400, output: 1_100 };

/** What it takes to set an avatar up: faces to choose from, dataset, training, identity. Before anything is bought. */
export function setupEstimate(setup: {
  candidates: number;
  datasetImages: number;
  trainingSteps: number;
  faceModel: string;
  datasetModel: string;
  trainer: string;
}): Estimate {
  const pictures = setup.candidates + setup.datasetImages;
  const seconds = trainingSeconds(setup.trainingSteps);
  return sum(
    [
      { kind: "image", model: setup.faceModel, unit: "image", quantity: setup.candidates },
      { kind: "image", model: setup.datasetModel, unit: "image", quantity: setup.datasetImages },
      {
        kind: "training",
        model: setup.trainer,
        unit: "millisecond",
        quantity: Math.round(seconds * 1000),
      },
      ...checksOf(newFaceChecks, pictures),
      { kind: "face", model: "rekognition.CompareFaces", unit: "image", quantity: setup.datasetImages },
      { kind: "storage", model: "r2", unit: "class_a_operation", quantity: pictures + 2 },
      ...textOf(tokensPerIdentity, 1),
    ],
    Math.round(seconds + 60),
  );
}

/** What it takes to make one face to choose from. */
export function faceEstimate(faceModel: string): Estimate {
  return sum(
    [
      { kind: "image", model: faceModel, unit: "image", quantity: 1 },
      ...checksOf(newFaceChecks, 1),
      { kind: "storage", model: "r2", unit: "class_a_operation", quantity: 1 },
    ],
    10,
  );
}

/** What it takes to make one more picture for the dataset. */
export function pictureEstimate(datasetModel: string): Estimate {
  return sum(
    [
      { kind: "image", model: datasetModel, unit: "image", quantity: 1 },
      ...checksOf(newFaceChecks, 1),
      { kind: "face", model: "rekognition.CompareFaces", unit: "image", quantity: 1 },
      { kind: "storage", model: "r2", unit: "class_a_operation", quantity: 1 },
    ],
    20,
  );
}

/** What it takes to write an identity anew, its review for contradictions and a repair included. */
export const identityEstimate = (): Estimate => sum(textOf(tokensPerIdentity, 1), 20);

/** How long a training of so many steps takes; what was measured on the account is better. */
export const trainingSeconds = (steps: number): number => steps * lora.secondsPerTrainingStep;

/** What it takes to train a further version from pictures that are there: the training, the zip, the weights. */
export function trainingEstimate(training: { trainer: string; steps: number }): Estimate {
  const seconds = trainingSeconds(training.steps);
  return sum(
    [
      {
        kind: "training",
        model: training.trainer,
        unit: "millisecond",
        quantity: Math.round(seconds * 1000),
      },
      { kind: "storage", model: "r2", unit: "class_a_operation", quantity: 2 },
    ],
    Math.round(seconds + 60),
  );
}

/** What a batch of `count` pieces takes, before it starts. */
export const batchEstimate = (count: number): Estimate => halvesEstimate({ pictures: count, copies: count });

/** What it takes to make so many pictures and copies of pieces, each for itself. */
export function halvesEstimate({ pictures, copies }: { pictures: number; copies: number }): Estimate {
  return sum(
    [
      { kind: "image", model: "lora", unit: "millisecond", quantity: pictures * lora.millisecondsPerPicture },
      ...checksOf(pieceChecks, pictures),
      { kind: "storage", model: "r2", unit: "class_a_operation", quantity: pictures },
      ...textOf(tokensPerPiece, copies),
    ],
    10 + Math.round(Math.max(pictures, copies) / 10),
  );
}

/** What one picture is expected to cost with the checks that follow it, in nano-dollars. */
export function pictureNanos(model: string): number {
  const isOfficial = model.includes("/");
  const picture: Charge = isOfficial
    ? { kind: "image", model, unit: "image", quantity: 1 }
    : { kind: "image", model: "lora", unit: "millisecond", quantity: lora.millisecondsPerPicture };
  return sum([picture, ...checksOf(isOfficial ? newFaceChecks : pieceChecks, 1)], 0).amountNanos;
}

/** What a training of so many steps is expected to cost, in nano-dollars. */
export function trainingNanos(model: string, steps: number): number {
  const quantity = Math.round(trainingSeconds(steps) * 1000);
  return nanosOf({ kind: "training", model, unit: "millisecond", quantity });
}

const checksOf = (operations: readonly string[], pictures: number): Charge[] =>
  operations.map((operation) => ({
    kind: "face",
    model: `rekognition.${operation}`,
    unit: "image",
    quantity: pictures,
  }));

const textOf = (tokens: { input: number; output: number }, times: number): Charge[] => [
  { kind: "text", model: "gpt-4o-mini", unit: "input_token", quantity: tokens.input * times },
  { kind: "text", model: "gpt-4o-mini", unit: "output_token", quantity: tokens.output * times },
];

function sum(charges: Charge[], seconds: number): Estimate {
  const lines = charges.map((charge) => ({ ...charge, amountNanos: nanosOf(charge) }));
  const amountNanos = lines.reduce((total, line) => total + line.amountNanos, 0);
  return {
    amountNanos,
    amountCents: centsOfNanos(amountNanos),
    currency: "usd",
    priceVersion,
    seconds,
    lines,
  };
}
