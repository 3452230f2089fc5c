import type { Dice } from "./dice.ts";
import type { Persona } from "./persona.ts";
import { capitalise, fitText } from "./words.ts";

type Sentence = (persona: Persona) => string;

const year = (persona: Persona, es: [string, string], en: [string, string]): string =>
  (persona.tongue === "es" ? es : en)[persona.years === 1 ? 0 : 1];

const [first, second, third] = [0, 1, 2].map(
  (at) => (persona: Persona) => persona.interests[at] ?? persona.niche,
) as [Sentence, Sentence, Sentence];

const withArticle = (noun: string): string => `${/^[aeiou]/i.test(noun) ? "an" : "a"} ${noun}`;

const experience: Sentence = (persona) =>
  persona.tongue === "es"
    ? `${persona.job} desde hace ${persona.years} ${year(persona, ["año", "años"], ["", ""])}`
    : `${persona.job} for ${persona.years} ${year(persona, ["", ""], ["year", "years"])}`;

/** Short profile lines: who, where, what for. The first always fits Instagram's 150 characters. */
const openings: Record<"es" | "en", Sentence[]> = {
  es: [
    (p) => `${p.name} · ${capitalise(experience(p))} en ${p.cityLabel}.`,
    (p) => `${capitalise(experience(p))}. ${p.cityLabel} me queda bien.`,
    (p) => `Soy ${p.name}, ${p.age} años, ${experience(p)} en ${p.cityLabel}.`,
    (p) => `${p.cityLabel}, ${p.niche} y yo, ${p.name}: ${experience(p)}.`,
  ],
  en: [
    (p) => `${p.name} · ${capitalise(experience(p))} in ${p.cityLabel}.`,
    (p) => `${capitalise(experience(p))}. ${p.cityLabel} suits me.`,
    (p) => `I'm ${p.name}, ${p.age}, ${experience(p)} in ${p.cityLabel}.`,
    (p) => `${p.cityLabel}, ${p.niche} and me, ${p.name}: ${experience(p)}.`,
  ],
};
const closings: Record<"es" | "en", Sentence[]> = {
  es: [
    (p) => `Aquí: ${p.niche}, ${first(p)} y ${second(p)}.`,
    (p) => `${capitalise(first(p))}, ${second(p)} y cero prisas.`,
    (p) => `Creo en ${second(p)} y en empezar de nuevo.`,
    (p) => `Comparto ${p.niche} con un punto ${p.style}.`,
    (p) => `Me verás entre ${first(p)} y ${third(p)}.`,
  ],
  en: [
    (p) => `Here for ${p.niche}, ${first(p)} and ${second(p)}.`,
    (p) => `${capitalise(first(p))}, ${second(p)} and no rush.`,
    (p) => `I believe in ${second(p)} and starting over.`,
    (p) => `Sharing ${p.niche} with ${withArticle(p.style)} touch.`,
    (p) => `You'll find me between ${first(p)} and ${third(p)}.`,
  ],
};

export function writeBio(persona: Persona, dice: Dice, maximum = 150): string {
  const bio = `${dice.pick(openings[persona.tongue])(persona)} ${dice.pick(closings[persona.tongue])(persona)}`;
  return fitText(bio, maximum);
}

const chapters: Record<"es" | "en", Sentence[][]> = {
  es: [
    [
      (p) => `A mis ${p.age} años vivo en ${p.cityLabel} y trabajo como ${p.job}.`,
      (p) => `Me llamo ${p.name}, tengo ${p.age} años y vivo en ${p.cityLabel}, donde trabajo como ${p.job}.`,
    ],
    [
      (p) =>
        `Llevo ${p.years} ${year(p, ["año", "años"], ["", ""])} de oficio y todavía aprendo algo cada semana.`,
      (p) =>
        `Empecé hace ${p.years} ${year(p, ["año", "años"], ["", ""])}, casi por casualidad, ayudando a una amiga.`,
    ],
    [
      (p) => `Lo mío es ${p.niche}: llegó por ${first(p)} y se quedó por ${second(p)}.`,
      (p) => `Descubrí ${p.niche} gracias a ${first(p)}, y desde entonces organizo la semana a su alrededor.`,
      (p) => `Un verano de ${first(p)} me cambió los planes y me llevó a ${p.niche}.`,
    ],
    [
      (p) => `Los domingos son para ${third(p)}; el resto improviso.`,
      (p) => `Quien me conoce dice que soy ${p.traits[0]} y ${p.traits[1]}, sobre todo antes del café.`,
      (p) => `En casa me llaman ${p.traits[2]}, y algo de razón tienen.`,
    ],
    [
      (p) => `Mi estilo es ${p.style}, sin disfraces.`,
      () => "Sueño con abrir un lugar propio donde quepan mis dos mitades.",
      (p) => `Algún día escribiré un libro pequeño sobre ${second(p)}.`,
    ],
  ],
  en: [
    [
      (p) => `At ${p.age} I live in ${p.cityLabel} and work as ${withArticle(p.job)}.`,
      (p) =>
        `My name is ${p.name}, I am ${p.age} and I live in ${p.cityLabel}, where I work as ${withArticle(p.job)}.`,
    ],
    [
      (p) =>
        `I have ${p.years} ${year(p, ["", ""], ["year", "years"])} of experience and still learn something every week.`,
      (p) =>
        `I have done it for ${p.years} ${year(p, ["", ""], ["year", "years"])}, since a friend asked me for help.`,
    ],
    [
      (p) => `My thing is ${p.niche}: it came through ${first(p)} and stayed because of ${second(p)}.`,
      (p) => `I found ${p.niche} thanks to ${first(p)}, and my week has been built around it ever since.`,
      (p) => `One summer of ${first(p)} changed my plans and led me to ${p.niche}.`,
    ],
    [
      (p) => `Sundays are for ${third(p)}; the rest I improvise.`,
      (p) => `People who know me call me ${p.traits[0]} and ${p.traits[1]}, above all before coffee.`,
      (p) => `At home they say I am ${p.traits[2]}, and they have a point.`,
    ],
    [
      (p) => `My style is ${p.style}, no costumes.`,
      () => "I dream of opening a place of my own where both my halves fit.",
      (p) => `One day I will write a small book about ${second(p)}.`,
    ],
  ],
};

export function writeBackstory(persona: Persona, dice: Dice, maximum = 900): string {
  const sentences = chapters[persona.tongue].map((chapter) => dice.pick(chapter)(persona));
  return fitText(sentences.join(" "), maximum);
}
