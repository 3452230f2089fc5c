import { type Given, readGiven } from "./given.ts";
import { type Prompt, userText, wholeText } from "./prompt.ts";
import { type City, findCity } from "./vocabulary/cities.ts";
import { detectTongue, fold, type Tongue } from "./words.ts";

/** What a prompt tells about the person, the picture and the job. Nothing in here is invented. */
export type Facts = {
  tongue: Tongue;
  name: string | undefined;
  age: number | undefined;
  niche: string | undefined;
  style: string | undefined;
  cityName: string | undefined;
  city: City | undefined;
  country: string | undefined;
  occupation: string | undefined;
  isMan: boolean;
  scene: string | undefined;
  mood: string | undefined;
  tone: string | undefined;
  platform: string | undefined;
  limit: number | undefined;
  avoid: string[];
  given: Given[];
};

const aliases = {
  name: /^(?:(?:avatar|persona|display|full|first) )?name$|^nombre(?: completo)?$|^(?:avatar|persona)$/,
  age: /^(?:apparent |persona )?age$|^edad$/,
  niche: /^(?:content )?niche$|^nicho$|^topic$|^tema$/,
  style: /^(?:aesthetic |visual )?style$|^aesthetics?$|^estilo(?: (?:estetico|visual))?$|^estetica$/,
  language: /^(?:output |content )?language$|^idioma$|^lang$|^lengua$|^locale$|^write in$/,
  city: /^(?:home )?city$|^ciudad$|^lives in$|^vive en$/,
  location: /^location$|^ubicacion$|^based in$|^home$/,
  country: /^country$|^pais$/,
  occupation: /^(?:occupation|profession|job|ocupacion|profesion|trabajo)$/,
  gender: /^(?:gender|genero|sex|sexo)$/,
  scene:
    /^(?:scene|scenario|setting|escena|escenario|place|lugar|picture|image|photo|foto|imagen)(?: (?:prompt|description))?$/,
  mood: /^(?:mood|animo|ambiente|atmosphere|emotion)$/,
  tone: /^(?:tone|voice|tono|voz)(?: of voice)?$/,
  platform: /^(?:platform|channel|network|plataforma|red(?: social)?)$/,
  limit:
    /^(?:(?:character|char|length|hook|caption|platform) limit|limit|limite(?: de caracteres)?|max(?:imum)? (?:length|characters|chars)|max(?:imo)?(?: de)? caracteres|hook max(?:imum)? (?:length|characters))$/,
  avoid: /(?:recent|avoid|previous|already|used|recientes|anteriores|evit)/,
} as const;

export function readFacts(prompt: Prompt): Facts {
  const given = [...readGiven(userText(prompt)), ...readGiven(prompt.system)];
  const text = wholeText(prompt);
  const place = named(given, aliases.city) ?? named(given, aliases.location);
  const cityName = placePart(place, 0);
  const city = cityName === undefined ? findCity(userText(prompt)) : findCity(cityName);
  return {
    tongue: readTongue(prompt, given),
    name: readName(prompt, given),
    age: readAge(given, text),
    niche: named(given, aliases.niche) ?? match(text, /\b([\p{L}-]+) (?:creator|influencer|niche)\b/u),
    style: named(given, aliases.style),
    cityName: cityName ?? city?.name,
    city,
    country: named(given, aliases.country) ?? placePart(place, 1),
    occupation: named(given, aliases.occupation),
    isMan: /^(?:m|male|man|hombre|masculino|varon)$/.test(fold(named(given, aliases.gender) ?? "")),
    scene: named(given, aliases.scene),
    mood: named(given, aliases.mood),
    tone: named(given, aliases.tone),
    platform: named(given, aliases.platform) ?? match(text, /\b(Instagram|TikTok|YouTube|Facebook)\b/i),
    limit: number(named(given, aliases.limit)) ?? readLimit(text),
    avoid: given
      .filter((item) => item.path.some((key) => aliases.avoid.test(key)))
      .map((item) => String(item.value)),
    given,
  };
}

/** The last key that names it wins over its parents: `avatar › name` is a name, `template › name` is not. */
function named(given: Given[], alias: RegExp): string | undefined {
  const item = given.find(({ path }) => alias.test(path.at(-1) ?? "") && !path.slice(0, -1).some(isForeign));
  const value = item === undefined ? "" : String(item.value).trim();
  return value === "" ? undefined : value;
}

const isForeign = (key: string): boolean =>
  alias(aliases.avoid, key) || /^(?:template|plantilla|platform|contradictions?|issues?)$/.test(key);

const alias = (pattern: RegExp, key: string): boolean => pattern.test(key);

const placePart = (place: string | undefined, part: number): string | undefined =>
  place?.split(",")[part]?.trim() || undefined;

const match = (text: string, pattern: RegExp): string | undefined => pattern.exec(text)?.[1];

const number = (text: string | undefined): number | undefined => {
  const digits = match(text ?? "", /(\d[\d.,]*)/)?.replace(/[.,]/g, "");
  return digits === undefined ? undefined : Number(digits);
};

/** A length stated in words; `about` narrows it to the sentence of one field, e.g. `bio`. */
export function readLimit(text: string, about = ""): number | undefined {
  const amount = "(\\d{1,3}(?:[.,]\\d{3})+|\\d+)";
  const unit = "(?:characters|chars|caracteres)";
  const near = about === "" ? "" : `\\b(?:${about})\\b[^.\\n]{0,60}?`;
  const before =
    "(?:at most|max(?:imum)?\\.?(?: of)?|up to|under|below|no more than|within|maximo(?: de)?|hasta|menos de|<=?|≤)";
  const flat = fold(text);
  return (
    number(match(flat, new RegExp(`${near}${before}\\s*${amount}[ -]*${unit}`))) ??
    number(match(flat, new RegExp(`${near}${amount}[ -]*${unit}`)))
  );
}

function readName(prompt: Prompt, given: Given[]): string | undefined {
  const proper = "(\\p{Lu}[\\p{L}'-]+(?: \\p{Lu}[\\p{L}'-]+){0,2})";
  const introduced = new RegExp(
    `(?:[Nn]amed|[Cc]alled|[Nn]ame is|[Ll]lamad[ao]|[Ss]e llama|[Yy]ou are|[Ee]res|[Pp]ersona|[Aa]vatar) ${proper}`,
    "u",
  );
  return (
    named(given, aliases.name) ?? match(userText(prompt), introduced) ?? match(prompt.system, introduced)
  );
}

function readAge(given: Given[], text: string): number | undefined {
  const stated = number(named(given, aliases.age));
  return stated ?? ageIn(text);
}

/** An age said in prose: "24-year-old", "a mis 24 años", "Luna, 24". Years of work do not count. */
export function ageIn(text: string): number | undefined {
  const flat = fold(text);
  const found =
    match(flat, /\b(\d{2})[- ]years?[- ]old\b/) ??
    match(flat, /\b(?:aged?|i'?m|i am|she is|he is|at) (\d{2})\b/) ??
    match(flat, /\b(?:tengo|tiene|a mis|a sus|con) (\d{2}) años\b/) ??
    match(flat, /\b(\d{2}) años(?=\s*(?:[,.;·|]|de edad|y vive|$))/m);
  return found === undefined ? undefined : Number(found);
}

function readTongue(prompt: Prompt, given: Given[]): Tongue {
  const stated = fold(named(given, aliases.language) ?? "");
  if (/^(?:es\b|spa|esp|cast)/.test(stated)) return "es";
  if (/^(?:en\b|eng|ing)/.test(stated)) return "en";
  const flat = fold(wholeText(prompt));
  if (/\b(?:in|en) (?:\w+ )?(?:spanish|español|castellano)\b/.test(flat)) return "es";
  if (/\b(?:in|en) (?:\w+ )?(?:english|ingles)\b/.test(flat)) return "en";
  return detectTongue(userText(prompt)) ?? detectTongue(prompt.system) ?? "en";
}
