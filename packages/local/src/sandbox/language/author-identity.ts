import { writeBackstory, writeBio } from "./biography.ts";
import type { Brief } from "./brief.ts";
import { repairText } from "./contradictions.ts";
import { fieldLimit, wantedCount } from "./fields.ts";
import type { Slot } from "./schema/compose.ts";
import { generalText } from "./small-talk.ts";
import { capitalise, fitText, fold, spokenName } from "./words.ts";

type Field = { match: RegExp; write(brief: Brief, slot: Slot): string };

const fields: Field[] = [
  {
    match: /\b(?:backstory|back story|story|historia|trasfondo|background)\b/,

    write: (brief, slot) =>
      writeBackstory(brief.persona, diceOf(brief, slot), fieldLimit(brief, slot, "backstory|story|historia")),
  },
  {
    match: /\b(?:bio\w*|about|profile|perfil|short description)\b/,

    write: (brief, slot) => writeBio(brief.persona, diceOf(brief, slot), fieldLimit(brief, slot, "bio\\w*")),
  },
  { match: /\b(?:country code|codigo de pais)\b/, write: ({ persona }) => persona.city?.code ?? "ES" },
  {
    match: /\b(?:time ?zone|zona horaria|iana)\b/,
    write: ({ persona }) => persona.city?.zone ?? "Europe/Madrid",
  },
  {
    match: /\b(?:country|pais)\b/,
    write: ({ facts, persona }) => facts.country ?? persona.city?.country.en ?? persona.country,
  },
  // The atlas spelling, so that the product finds the zone of the city.
  { match: /\b(?:city|ciudad|hometown)\b/, write: ({ persona }) => persona.city?.name ?? persona.cityLabel },
  {
    match: /\b(?:location|ubicacion|place|lives|residence|home)\b/,

    write: ({ persona }) =>
      [persona.city?.name ?? persona.cityLabel, persona.country].filter(Boolean).join(", "),
  },
  {
    match: /\b(?:occupation|profession|job|career|ocupacion|profesion|trabajo|oficio)\b/,
    write: ({ persona }) => capitalise(persona.job),
  },
  {
    match: /\b(?:handle|username|usuario)\b/,
    write: ({ persona }) => fold(`${persona.name}.${persona.niche}`).replace(/[^a-z0-9.]+/g, ""),
  },
  { match: /\b(?:name|nombre)\b/, write: ({ persona }) => persona.name },
  { match: /\b(?:language|idioma|lang|locale)\b/, write: ({ facts }) => facts.tongue },
  { match: /\b(?:niche|nicho|topic)\b/, write: ({ persona }) => persona.niche },
  { match: /\b(?:style|aesthetic|estilo|estetica)\b/, write: ({ persona }) => persona.style },
  {
    match: /\b(?:personality|personalidad|traits?|rasgos?|caracter|temperament)\b/,
    write: ({ persona }) => persona.traits.slice(0, 3).join(", "),
  },
  {
    match: /\b(?:tone|voice|tono|voz)\b/,
    write: ({ facts, persona }) => facts.tone ?? persona.traits.slice(0, 3).join(", "),
  },
  {
    match: /\b(?:interests?|intereses|hobb\w+|aficion\w*|passions?)\b/,
    write: (brief, slot) => brief.persona.interests[slot.index] ?? brief.persona.niche,
  },
  {
    match: /\b(?:tagline|motto|slogan|lema|catch ?phrase)\b/,
    write: (brief, slot) => {
      const { tongue, niche } = brief.persona;
      const [first = niche, second = niche] = diceOf(brief, slot).sample(brief.persona.interests, 2);
      return capitalise(
        tongue === "es"
          ? `${first}, ${second} y mucho ${niche}.`
          : `${first}, ${second} and plenty of ${niche}.`,
      );
    },
  },
  {
    match: /\b(?:angle|idea|approach|concept|strategy|enfoque|angulo|rationale)\b/,
    write: (brief, slot) => diceOf(brief, slot).pick(angles[brief.facts.tongue]),
  },
  {
    match: /\bhashtags?\b/,
    write: (brief, slot) =>
      `#${fold(brief.persona.interests[slot.index] ?? brief.persona.niche).replace(/[^\p{L}\p{N}]/gu, "")}`,
  },
];

const angles = {
  es: ["confesión", "pregunta abierta", "pequeña victoria", "contraste", "detalle sensorial", "lista breve"],
  en: ["confession", "open question", "small win", "contrast", "sensory detail", "short list"],
};

const diceOf = (brief: Brief, slot: Slot) => brief.dice.fork(slot.path.join("."));

export function identityText(brief: Brief, slot: Slot): string {
  const name = fieldName(slot);
  const repaired = repairedGiven(brief, name);
  if (repaired !== undefined) return repaired;
  const field =
    fields.find(({ match }) => match.test(name)) ??
    fields.find(({ match }) => match.test(fold(slot.description)));
  return (
    field?.write(brief, slot) ??
    fitText(generalText(brief, diceOf(brief, slot)), fieldLimit(brief, slot, name) ?? 400)
  );
}

/** When something given is to be repaired, the answer is that text without its contradictions, not a new one. */
function repairedGiven(brief: Brief, name: string): string | undefined {
  if (brief.task !== "repair" && brief.task !== "consistency") return undefined;
  const given = brief.facts.given.find(
    ({ path, value }) => path.at(-1) === name && typeof value === "string",
  );
  return given === undefined ? undefined : repairText(String(given.value), brief.facts);
}

/** An item of a list is named by its list. */
const fieldName = (slot: Slot): string =>
  spokenName(/^\d+$/.test(slot.path.at(-1) ?? "") ? (slot.path.at(-2) ?? "") : slot.name);

export function identityNumber(brief: Brief, slot: Slot): number | undefined {
  const name = spokenName(slot.name);
  if (/\b(?:age|edad)\b/.test(name)) return brief.persona.age;
  if (/\b(?:years?|años|experience|experiencia)\b/.test(name)) return brief.persona.years;
  return undefined;
}

export function identityList(brief: Brief, slot: Slot): { kind: "plain"; text: string }[] | undefined {
  const name = spokenName(slot.name);
  if (brief.task === "repair" || brief.task === "consistency") {
    const kept = brief.facts.given
      .filter(({ path }) => path.at(-2) === name)
      .map(({ value }) => String(value));
    if (kept.length > 0) return kept.map((text) => ({ kind: "plain", text: repairText(text, brief.facts) }));
  }
  const pool = /\b(?:interests?|intereses|hobb\w+|aficion\w*|passions?|likes|gustos|topics|temas)\b/.test(
    name,
  )
    ? brief.persona.interests
    : /\b(?:traits?|rasgos|personality|personalidad|values|valores)\b/.test(name)
      ? brief.persona.traits
      : /\bhashtags?\b/.test(name)
        ? brief.persona.interests.map((interest) => `#${fold(interest).replace(/[^\p{L}\p{N}]/gu, "")}`)
        : undefined;
  return pool?.slice(0, wantedCount(brief, slot, 5)).map((text) => ({ kind: "plain", text }));
}
