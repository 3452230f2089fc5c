/**
 * What a unit costs, in nano-dollars, frozen under a version: a ledger row keeps the version it was priced
 * with, and a new price is a new version, never an edit.
 *
 * Sources: the providers' public price pages as of the version's date; a trained model and the trainer run on
 * H100 hardware at 0.001525 $/s, official image models have a price per image, tokens a price per million.
 */
export const priceVersion = "2026-11-01";

export type CostKind =
  | "image"
  | "training"
  | "text"
  | "embedding"
  | "moderation"
  | "face"
  | "storage"
  | "mail";

export type Charge = { kind: CostKind; model: string; unit: string; quantity: number };

const h100NanosPerMillisecond = 1_525;

const nanosPerUnit: Record<string, number> = {
  "image/black-forest-labs/flux-dev/image": 25_000_000,
  "image/black-forest-labs/flux-kontext-dev/image": 25_000_000,
  "image/lora/millisecond": h100NanosPerMillisecond,
  "training/ostris/flux-dev-lora-trainer/millisecond": h100NanosPerMillisecond,
  "text/gpt-4o-mini/input_token": 150,
  "text/gpt-4o-mini/output_token": 600,
  "text/claude-haiku-4-5/input_token": 1_000,
  "text/claude-haiku-4-5/output_token": 5_000,
  "moderation/omni-moderation-latest/request": 0,
  "face/rekognition.DetectFaces/image": 1_000_000,
  "face/rekognition.CompareFaces/image": 1_000_000,
  "face/rekognition.RecognizeCelebrities/image": 1_000_000,
  "face/rekognition.DetectModerationLabels/image": 1_000_000,
  "storage/r2/class_a_operation": 4_500,
  "mail/ses/message": 100_000,
};

/** The price of a charge in nano-dollars. An unknown unit throws: spending that nobody can price is a bug. */
export function nanosOf(charge: Charge): number {
  const key = `${charge.kind}/${charge.model}/${charge.unit}`;
  const price = nanosPerUnit[key];
  if (price === undefined)
    throw new Error(`No price for ${key} in version ${priceVersion}: add it to the table.`);
  return price * charge.quantity;
}
