import { z } from "@hono/zod-openapi";

export const Reason = z
  .object({
    code: z.string(),
    sentence: z.string(),
    place: z.enum(["prompt", "image", "text", "face"]),
    score: z.number().optional(),
  })
  .openapi("Reason");

/** One sentence for each code that a verdict may carry. Screens have their own, by the code, in each language. */
export const sentences: Record<string, string> = {
  // Texts and pictures, by the moderation model and our own list.
  sexual: "It is sexual beyond what may be shown here.",
  sexual_minors: "It may concern a minor.",
  sexual_and_young: "It is suggestive and the person looks young.",
  sexual_violence: "It describes sexual violence.",
  explicit_sexual: "It asks for something explicit.",
  harassment: "It may be read as harassment.",
  harassment_threatening: "It may be read as a threat.",
  hate: "It may be read as hate.",
  illicit: "It touches something illegal.",
  self_harm: "It touches self-harm.",
  violence: "It shows or describes violence.",
  shown_violence: "It asks for violence to be shown.",
  violence_graphic: "It is graphic violence.",
  minor_mentioned: "It mentions a minor.",
  age_below_18: "It gives an age below 18.",
  school_context: "It places the person in a school.",
  real_person: "It names a real person.",
  unknown_category: "The moderation model raised a concern we have no rule for.",
  // Pictures, by the face check.
  no_face_to_check: "No face was found to check.",
  apparent_age_below_floor: "The person looks younger than 21.",
  celebrity_likeness: "The face resembles a known person.",
  nudity_detected: "Nudity was found in the picture.",
  suggestive_detected: "The picture is suggestive.",
  violence_detected: "Violence was found in the picture.",
  drugs_detected: "Drugs or tobacco were found in the picture.",
  alcohol_detected: "Alcohol was found in the picture.",
  gambling_detected: "Gambling was found in the picture.",
  gesture_detected: "A rude gesture was found in the picture.",
  hate_symbol_detected: "A hate symbol was found in the picture.",
  unknown_label: "The picture check raised a concern we have no rule for.",
  other_identity: "The face is not the persona's.",
  weak_identity: "The face is only faintly the persona's.",
  young_look: "The person looks too young.",
  no_face: "No face was found.",
  // What went wrong on the way.
  cap_reached: "The cost cap was reached before it was made.",
  no_answer: "The provider never answered.",
  provider_unpaid: "The image service has no credit left. Once it is topped up, retry.",
  copy_refused: "The language model declined to write the hook.",
  engagement_bait: "The hook asks for reactions.",
  provider_safety: "The image service refused the prompt.",
};

/** A reason with its sentence; a code without one is shown as it is. */
export function reasonView(reason: {
  code: string;
  place: "prompt" | "image" | "text" | "face";
  score?: number | undefined;
}) {
  const sentence = sentences[reason.code] ?? `It was held back (${reason.code.replaceAll("_", " ")}).`;
  return Reason.parse({ ...reason, sentence });
}
