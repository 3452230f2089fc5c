import { hash32, unit } from "../frame/seeded.ts";
import { type Scene, sceneOf } from "./scene.ts";
import type { Truth } from "./truth.ts";

export type Flaw =
  | "no_face"
  | "other_identity"
  | "weak_identity"
  | "young_look"
  | "near_duplicate"
  | "nudity"
  | "suggestive"
  | "celebrity";

/** How a picture came to be: each way goes wrong in its own manner and rate. */
export type Source = "candidate" | "dataset" | "piece";

/** Shares of all pictures. A dataset loses about a fifth, pieces about a tenth, first faces hardly any. */
const rates: Record<Source, readonly (readonly [Flaw, number])[]> = {
  candidate: [
    ["no_face", 0.01],
    ["young_look", 0.015],
    ["celebrity", 0.005],
  ],
  dataset: [
    ["no_face", 0.035],
    ["other_identity", 0.045],
    ["young_look", 0.035],
    ["near_duplicate", 0.035],
    ["weak_identity", 0.03],
  ],
  piece: [
    ["young_look", 0.03],
    ["suggestive", 0.03],
    ["other_identity", 0.025],
    ["nudity", 0.015],
  ],
};

/** Depends on what was asked only, never on time or order: a run under faults gets the same pictures. */
export function flawOf(source: Source, persona: number, prompt: string, seed: number): Flaw | undefined {
  let rest = unit("flaw", source, persona, prompt, seed);
  for (const [flaw, rate] of rates[source]) {
    if (rest < rate) return flaw;
    rest -= rate;
  }
  return undefined;
}

type Drawn = { persona: number; scene: Scene };

/** What the flaw changes in the drawing, and what is then true about it. */
export function withFlaw(
  flaw: Flaw | undefined,
  order: { persona: number; prompt: string; seed: number },
  drawn: Drawn,
) {
  const truth: Omit<Truth, "persona" | "look" | "apparentAge" | "face" | "yawDegrees"> = {
    hasFace: flaw !== "no_face",
    isOtherIdentity: flaw === "other_identity",
    isWeakIdentity: flaw === "weak_identity",
    isYoungLook: flaw === "young_look",
    hasNudity: flaw === "nudity",
    isSuggestive: flaw === "suggestive",
    isCelebrity: flaw === "celebrity",
    jitter: hash32("jitter", order.persona, order.prompt, order.seed) & 15,
  };
  if (flaw === "other_identity") {
    return { ...drawn, persona: hash32("someone else", order.persona, order.prompt, order.seed), truth };
  }
  if (flaw === "near_duplicate") {
    // All of a persona's near-duplicates are the same shot, as when the editing model ignores its prompt.
    return { ...drawn, scene: sceneOf("portrait, smiling, studio", order.persona, 0), truth };
  }
  return { ...drawn, truth };
}
