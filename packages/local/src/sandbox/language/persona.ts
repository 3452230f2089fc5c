import type { Dice } from "./dice.ts";
import { createDice } from "./dice.ts";
import type { Facts } from "./facts.ts";
import { type City, cities, cityLabel } from "./vocabulary/cities.ts";
import { findNiche, inflect, type Job, jobName, jobsWithNeeds } from "./vocabulary/niches.ts";
import { fold, type Tongue } from "./words.ts";

/** A whole person made from what the prompt says and, where it is silent, from the dice. */
export type Persona = {
  tongue: Tongue;
  isMan: boolean;
  name: string;
  age: number;
  niche: string;
  style: string;
  cityLabel: string;
  city: City | undefined;
  country: string;
  job: string;
  years: number;
  interests: string[];
  traits: string[];
};

/** First bios of real models contradict themselves now and then; the product's second pass has to have work. */
const contradictionShare = 0.1;

const names = {
  es: ["Lucía", "Valeria", "Martina", "Inés", "Camila", "Noa", "Daniela", "Abril", "Renata", "Elena"],
  en: ["Ava", "Harper", "Nora", "Ivy", "Stella", "Maya", "Quinn", "Ruby", "Clara", "June"],
};
const traits = {
  es: "curios{o|a}, tranquil{o|a}, direct{o|a}, bromista, detallista, terc{o|a}, generos{o|a}, madrugador{|a}, observador{|a}, impulsiv{o|a}, paciente, optimista",
  en: "curious, calm, direct, playful, meticulous, stubborn, generous, early-rising, observant, impulsive, patient, optimistic",
};

/** The years somebody of that age can have worked: nobody starts before sixteen. */
export const firstWorkingAge = 16;

export function createPersona(facts: Facts, digest: string, mayContradict: boolean): Persona {
  const dice = createDice(`persona/${digest}`);
  const { tongue, isMan } = facts;
  const niche = facts.niche ?? (tongue === "es" ? "vida cotidiana" : "everyday life");
  const city = facts.city ?? (facts.cityName === undefined ? pickCity(facts, dice.fork("city")) : undefined);
  const age = facts.age ?? dice.fork("age").integer(22, 33);
  const flaw = dice.fork("contradiction");
  const isFlawed = mayContradict && flaw.chance(contradictionShare);
  const unfitJobs = jobsWithNeeds.filter((job) => city !== undefined && !fits(job, city));
  const hasUnfitJob = isFlawed && unfitJobs.length > 0 && facts.occupation === undefined && flaw.chance(0.4);
  const job = hasUnfitJob ? flaw.pick(unfitJobs) : pickJob(facts, city, dice.fork("job"));
  const mostYears = Math.max(1, Math.min(9, age - firstWorkingAge - 2));
  return {
    tongue,
    isMan,
    name: facts.name ?? dice.fork("name").pick(names[tongue]),
    age,
    niche,
    style: facts.style ?? "natural",
    city,
    cityLabel: city ? cityLabel(city, tongue) : (facts.cityName ?? ""),
    country: facts.country ?? city?.country[tongue] ?? "",
    job: facts.occupation ?? jobName(job, tongue, isMan),
    years:
      isFlawed && !hasUnfitJob
        ? age - firstWorkingAge + flaw.integer(3, 8)
        : dice.fork("years").integer(1, mostYears),
    interests: interestsOf(niche, tongue, isMan, dice.fork("interests")),
    traits: dice.fork("traits").sample(inflect(traits[tongue], isMan).split(", "), 5),
  };
}

export const fits = (job: Job, city: City): boolean =>
  job.needs === undefined || (job.needs === "coast" ? city.hasCoast : city.hasSnow);

function pickJob(facts: Facts, city: City | undefined, dice: Dice): Job {
  const jobs = findNiche(facts.niche ?? "").jobs.filter((job) =>
    city ? fits(job, city) : job.needs === undefined,
  );
  return dice.pick(jobs);
}

function pickCity(facts: Facts, dice: Dice): City {
  const wanted = fold(facts.country ?? "");
  const inCountry = cities.filter((city) =>
    Object.values(city.country).some((name) => fold(name) === wanted),
  );
  return dice.pick(inCountry.length > 0 ? inCountry : cities.filter((city) => city.tongue === facts.tongue));
}

function interestsOf(niche: string, tongue: Tongue, isMan: boolean, dice: Dice): string[] {
  const own = findNiche(niche)[tongue];
  const everyday = findNiche("")[tongue].filter((interest) => !own.includes(interest));
  const mixed = [...dice.sample(own, own.length), ...dice.sample(everyday, everyday.length)];
  // Two from outside the niche early on: people who like one thing only read like adverts.
  const spread = [...mixed.slice(0, 3), ...mixed.slice(own.length, own.length + 2), ...mixed.slice(3)];
  return [...new Set(spread.map((interest) => inflect(interest, isMan)))];
}
