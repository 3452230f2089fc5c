import { z } from "zod";
import type { Category } from "./reason.ts";

/**
 * The version a verdict row stores beside its scores. Raise it with any number below, so that pieces that are
 * not published yet can be judged again by the new table.
 */
export const policyVersion = "2026-11-22.1";

export const placeSchema = z.enum(["prompt", "image", "text"]);
export type Place = z.infer<typeof placeSchema>;

export const tierSchema = z.enum(["public", "subscriber", "pack", "custom"]);
export type Tier = z.infer<typeof tierSchema>;

/** From `review` on a person looks at it, from `block` on nobody may. Scores are 0..1. */
export type Band = { review: number; block: number };
type Row = { code: string; public: Band; gated: Band };

const band = (review: number, block: number): Band => ({ review, block });
const same = (code: string, both: Band): Row => ({ code, public: both, gated: both });

/**
 * One table for all of moderation. A category that is missing from a place is not scored there: OpenAI scores
 * pictures for sexual, self-harm and violence only, `sexual/minors` for text alone, which is why a picture also
 * needs `FaceCheck`. The numbers are ours (the provider's `flagged` uses its own, and they drift between
 * snapshots): "sexual" blocks what shows nudity and reviews what is clothed but suggestive, earlier where
 * anybody can see it; where no role may override a category, the review band is narrow or empty.
 */
export const policyTable = {
  prompt: {
    sexual: { code: "sexual", public: band(0.3, 0.7), gated: band(0.45, 0.75) },
    "sexual/minors": same("sexual_minors", band(0.02, 0.02)),
    harassment: same("harassment", band(0.4, 0.8)),
    "harassment/threatening": same("harassment_threatening", band(0.2, 0.4)),
    hate: same("hate", band(0.2, 0.4)),
    "hate/threatening": same("hate", band(0.1, 0.2)),
    illicit: same("illicit", band(0.3, 0.7)),
    "illicit/violent": same("illicit", band(0.1, 0.3)),
    "self-harm": same("self_harm", band(0.2, 0.5)),
    "self-harm/intent": same("self_harm", band(0.1, 0.3)),
    "self-harm/instructions": same("self_harm", band(0.1, 0.2)),
    violence: { code: "violence", public: band(0.35, 0.75), gated: band(0.45, 0.8) },
    "violence/graphic": same("violence_graphic", band(0.2, 0.5)),
  },
  image: {
    sexual: { code: "sexual", public: band(0.35, 0.75), gated: band(0.5, 0.8) },
    "self-harm": same("self_harm", band(0.2, 0.5)),
    "self-harm/intent": same("self_harm", band(0.2, 0.4)),
    "self-harm/instructions": same("self_harm", band(0.1, 0.3)),
    violence: { code: "violence", public: band(0.35, 0.75), gated: band(0.45, 0.8) },
    "violence/graphic": same("violence_graphic", band(0.2, 0.5)),
  },
  text: {
    sexual: { code: "sexual", public: band(0.3, 0.65), gated: band(0.45, 0.75) },
    "sexual/minors": same("sexual_minors", band(0.02, 0.02)),
    harassment: same("harassment", band(0.3, 0.7)),
    "harassment/threatening": same("harassment_threatening", band(0.15, 0.3)),
    hate: same("hate", band(0.15, 0.3)),
    "hate/threatening": same("hate", band(0.1, 0.2)),
    illicit: same("illicit", band(0.3, 0.6)),
    "illicit/violent": same("illicit", band(0.1, 0.3)),
    "self-harm": same("self_harm", band(0.15, 0.4)),
    "self-harm/intent": same("self_harm", band(0.1, 0.3)),
    "self-harm/instructions": same("self_harm", band(0.1, 0.2)),
    violence: { code: "violence", public: band(0.35, 0.7), gated: band(0.45, 0.8) },
    "violence/graphic": same("violence_graphic", band(0.2, 0.5)),
  },
} as const satisfies Record<Place, Partial<Record<Category, Row>>>;

/** A category the table does not know (the provider added one) goes to a person from this score on. */
export const unknownCategoryReview = 0.1;

/** 18 and a margin of three years: the lower bound of the apparent age must not be below it. */
export const apparentAgeFloor = 21;

/**
 * Below this lower bound a picture that is also suggestive (its review band) is blocked as an incident, although
 * the age alone would pass: "young" and "suggestive" do not go together here.
 */
export const youngAndSuggestiveAge = 23;

/**
 * A celebrity match of this confidence (0..1) blocks. Weaker ones go to a person: faces that nobody has still
 * resemble somebody, and Amazon advises 0.95 and more for acting without a person.
 */
export const celebrityBand: Band = band(0.5, 0.9);

type LabelRule = { code: string; category: Category; public: Band; gated: Band };
const never = 1.01;
const label = (code: string, category: Category, open: Band, gated: Band = open): LabelRule => ({
  code,
  category,
  public: open,
  gated,
});

/**
 * Amazon Rekognition's moderation labels, top level of taxonomy 7 (and the names 6 had), by confidence 0..1. A
 * second opinion about nudity, and the only one about hate symbols and gestures. Labels are judged by their own
 * name or their parent's; an unknown one goes to a person.
 */
export const labelTable: Readonly<Record<string, LabelRule>> = {
  Explicit: label("nudity_detected", "sexual", band(0.5, 0.7), band(0.5, 0.75)),
  "Explicit Nudity": label("nudity_detected", "sexual", band(0.5, 0.7), band(0.5, 0.75)),
  "Non-Explicit Nudity of Intimate parts and Kissing": label(
    "suggestive_detected",
    "sexual",
    band(0.6, never),
    band(0.8, never),
  ),
  "Non-Explicit Nudity": label("suggestive_detected", "sexual", band(0.6, never), band(0.8, never)),
  Suggestive: label("suggestive_detected", "sexual", band(0.6, never), band(0.8, never)),
  "Swimwear or Underwear": label("suggestive_detected", "sexual", band(never, never)),
  Violence: label("violence_detected", "violence", band(0.6, 0.85)),
  "Visually Disturbing": label("violence_detected", "violence/graphic", band(0.5, 0.8)),
  "Drugs & Tobacco": label("drugs_detected", "illicit", band(0.7, never)),
  Drugs: label("drugs_detected", "illicit", band(0.7, never)),
  Tobacco: label("drugs_detected", "illicit", band(0.7, never)),
  Alcohol: label("alcohol_detected", "illicit", band(never, never)),
  Gambling: label("gambling_detected", "illicit", band(0.8, never)),
  "Rude Gestures": label("gesture_detected", "harassment", band(0.6, never)),
  "Hate Symbols": label("hate_symbol_detected", "hate", band(0.3, 0.5)),
};

/** Reads the row of a table for a tier: public has its own, everything behind a payment shares one. */
export function bandOf(row: { public: Band; gated: Band }, tier: Tier): Band {
  return tier === "public" ? row.public : row.gated;
}
