import { ageIn, type Facts } from "./facts.ts";
import { firstWorkingAge } from "./persona.ts";
import { cityLabel, findCity } from "./vocabulary/cities.ts";
import { inflect, type Job, jobsWithNeeds } from "./vocabulary/niches.ts";
import { fold } from "./words.ts";

type ContradictionKind = "age" | "job" | "city";
export type Contradiction = {
  kind: ContradictionKind;
  field: string;
  quote: string;
  message: string;
  repair: string;
};

/** Reads the persona that is in the prompt, field by field, and says what cannot be true together. */
export function findContradictions(facts: Facts): Contradiction[] {
  const texts = personaTexts(facts);
  const found = texts.flatMap(({ field, text }) => [
    ...yearsAgainstAge(field, text, facts, texts),
    ...jobAgainstCity(field, text, facts, texts),
    ...cityAgainstCity(field, text, facts),
  ]);
  const seen = new Set<string>();
  return found.filter(({ field, quote }) => !seen.has(`${field}/${quote}`) && seen.add(`${field}/${quote}`));
}

/** The same text with every contradiction settled in favour of the stated age and city. */
export function repairText(text: string, facts: Facts): string {
  const fields = [{ field: "text", text }];
  const texts = [...personaTexts(facts), ...fields];
  let repaired = text;
  for (const finding of [
    ...yearsAgainstAge("text", text, facts, texts),
    ...jobAgainstCity("text", text, facts, texts),
    ...cityAgainstCity("text", text, facts),
  ]) {
    repaired = repaired.replaceAll(finding.quote, finding.repair);
  }
  return repaired;
}

type FieldText = { field: string; text: string };

const narrated =
  /\b(?:bio\w*|backstory|story|historia|trasfondo|occupation|profession|job|ocupacion|profesion|trabajo|description|about|summary)\b/;

function personaTexts(facts: Facts): FieldText[] {
  return facts.given
    .filter(({ path, value }) => typeof value === "string" && path.some((key) => narrated.test(key)))
    .map(({ path, value }) => ({
      field: path.findLast((key) => !/^\d+$/.test(key)) ?? "",
      text: String(value),
    }));
}

const workYears =
  /(?:(?:desde hace|hace|llevo|lleva|for|over) (\d{1,2}) (?:años|año|years?)|(\d{1,2}) (?:años|year|years) (?:de (?:experiencia|oficio|carrera|trabajo)|como|trabajando|enseñando|entrenando|of experience|of work|as an?|in the|working|teaching|coaching))/gi;

function yearsAgainstAge(field: string, text: string, facts: Facts, texts: FieldText[]): Contradiction[] {
  const age = facts.age ?? texts.map((one) => ageIn(one.text)).find((one) => one !== undefined);
  if (age === undefined) return [];
  return [...text.matchAll(workYears)].flatMap((match) => {
    const years = Number(match[1] ?? match[2]);
    const start = age - years;
    if (start >= firstWorkingAge) return [];
    const possible = Math.max(1, age - firstWorkingAge - 2);
    const message =
      facts.tongue === "es"
        ? `Con ${age} años no puede llevar ${years} trabajando: habría empezado a los ${start}.`
        : `At ${age} there cannot be ${years} years of work: it would have begun at ${start}.`;
    return [{ kind: "age" as const, field, quote: match[0], message, repair: withYears(match[0], possible) }];
  });
}

const withYears = (quote: string, years: number): string => {
  const counted = quote.replace(/\d{1,2}/, String(years));
  return years === 1 ? counted.replace("años", "año").replace("years", "year") : counted;
};

function jobAgainstCity(field: string, text: string, facts: Facts, texts: FieldText[]): Contradiction[] {
  const city = facts.city ?? texts.map((one) => findCity(one.text)).find((one) => one !== undefined);
  if (!city) return [];
  return jobsWithNeeds.flatMap((job) => {
    if (job.needs === "coast" ? city.hasCoast : city.hasSnow) return [];
    const quote = mention(job, text);
    if (quote === undefined) return [];
    const place = cityLabel(city, facts.tongue);
    const land = { coast: { es: "mar", en: "sea" }, snow: { es: "nieve", en: "snow" } }[job.needs ?? "coast"];
    const message =
      facts.tongue === "es"
        ? `En ${place} no hay ${land.es}: no puede ser ${quote}.`
        : `There is no ${land.en} in ${place}: ${quote} does not fit.`;
    const other =
      facts.tongue === "es" ? inflect("creador{|a} de contenido", facts.isMan) : "content creator";
    const isCapital = quote.slice(0, 1) !== quote.slice(0, 1).toLowerCase();
    const repair = isCapital ? other.slice(0, 1).toUpperCase() + other.slice(1) : other;
    return [{ kind: "job" as const, field, quote, message, repair }];
  });
}

/** The job as the text has it, in either language and gender. */
function mention(job: Job, text: string): string | undefined {
  const flat = fold(text);
  for (const phrase of [inflect(job.es, false), inflect(job.es, true), job.en]) {
    const at = flat.indexOf(fold(phrase));
    // Folding keeps the length of Spanish and English text, so positions carry over.
    if (at >= 0) return text.normalize("NFC").slice(at, at + phrase.length);
  }
  return undefined;
}

const home =
  /(?:[Vv]iv[oe] en|[Ll]ives? in|[Ll]iving in|[Bb]ased in|[Cc]on base en|[Aa]fincad[oa] en) ([\p{Lu}][\p{L}]+(?: (?:de )?[\p{Lu}][\p{L}]+){0,2})/gu;

function cityAgainstCity(field: string, text: string, facts: Facts): Contradiction[] {
  const own = facts.city;
  if (!own) return [];
  return [...text.matchAll(home)].flatMap((match) => {
    const named = match[1] ?? "";
    const city = findCity(named);
    if (!city || city === own) return [];
    const place = cityLabel(own, facts.tongue);
    const message =
      facts.tongue === "es"
        ? `El texto dice ${named}, pero la ciudad es ${place}.`
        : `The text says ${named}, but the city is ${place}.`;
    return [
      { kind: "city" as const, field, quote: match[0], message, repair: match[0].replace(named, place) },
    ];
  });
}
