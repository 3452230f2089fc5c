import type { SlotName, Template } from "./schema.ts";
import { valuesOf } from "./slots.ts";

/** What a prompt says of the persona; the LoRA knows the face. */
export type PersonaFacts = {
  city?: string | undefined;
  style?: string | undefined;
  age?: number | undefined;
  interests?: readonly string[] | undefined;
};

/**
 * The prompt of one picture. The same template, persona and seed give the same text; `seed` is the `variation` of
 * `selectTemplates` and chooses the slots' values. Slots are filled once, so a persona's own braces stay text.
 */
export function renderPrompt(
  template: Template,
  options: { triggerWord: string; facts?: PersonaFacts; seed: number },
): string {
  const { triggerWord, facts = {}, seed } = options;
  const interests = (facts.interests ?? []).map(tidy).filter((interest) => interest !== "");
  const values: Partial<Record<SlotName, string>> = {
    ...valuesOf(template, seed),
    city: tidy(facts.city ?? "") || "the city",
    interest: interests[seed % interests.length] ?? "travel",
  };
  const fill = (text: string): string =>
    text.replace(/\{(\w+)\}/gu, (whole, slot: string) => values[slot as SlotName] ?? whole);
  const style = tidy(facts.style ?? "");
  return [
    `photo of ${triggerWord}, ${ageOf(facts.age)}, ${fill(template.pose)}`,
    fill(template.scene),
    `wearing ${fill(template.outfit)}`,
    fill(template.light),
    fill(template.camera),
    `mood: ${fill(template.mood)}`,
    ...(style === "" ? [] : [`style: ${style}`]),
    template.safetyClass === "swimwear"
      ? "one adult, modest swimwear, natural skin, realistic photograph, no text"
      : "one adult, fully dressed, natural skin, realistic photograph, no text",
  ].join(". ");
}

/**
 * The age a picture shows. Never under the mid-twenties: the gate refuses an apparent age whose lower bound is
 * under 21, and a picture that is drawn at 18 is bought to be thrown away.
 */
function ageOf(age = 27): string {
  const shown = Math.min(Math.max(age, 25), 89);
  const decade = ["twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties"];
  const part = shown % 10 < 4 ? "early" : shown % 10 < 7 ? "mid" : "late";
  return `an adult in the ${part} ${decade[Math.floor(shown / 10) - 2] ?? "twenties"}`;
}

/** What a person or a model wrote, on one line and short enough not to drown the scene. */
function tidy(text: string): string {
  return text
    .replace(/[\p{C}\s]+/gu, " ")
    .trim()
    .slice(0, 120)
    .trim();
}
