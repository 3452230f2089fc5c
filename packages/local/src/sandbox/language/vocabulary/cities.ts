import { fold, type Tongue } from "../words.ts";

export type City = {
  /** Spelled as atlases spell it, so that a lookup of its time zone finds it. */
  name: string;
  country: Record<Tongue, string>;
  code: string;
  zone: string;
  hasCoast: boolean;
  hasSnow: boolean;
  tongue: Tongue;
};

const spain = { es: "España", en: "Spain" };
const mexico = { es: "México", en: "Mexico" };
const argentina = { es: "Argentina", en: "Argentina" };
const states = { es: "Estados Unidos", en: "United States" };
const britain = { es: "Reino Unido", en: "United Kingdom" };

const rows: [string, Record<Tongue, string>, string, string, "coast" | "snow" | "plain", Tongue][] = [
  ["Madrid", spain, "ES", "Europe/Madrid", "plain", "es"],
  ["Barcelona", spain, "ES", "Europe/Madrid", "coast", "es"],
  ["Bilbao", spain, "ES", "Europe/Madrid", "coast", "es"],
  ["Granada", spain, "ES", "Europe/Madrid", "snow", "es"],
  ["Zaragoza", spain, "ES", "Europe/Madrid", "plain", "es"],
  ["Buenos Aires", argentina, "AR", "America/Argentina/Buenos_Aires", "plain", "es"],
  ["Mendoza", argentina, "AR", "America/Argentina/Mendoza", "snow", "es"],
  ["Montevideo", { es: "Uruguay", en: "Uruguay" }, "UY", "America/Montevideo", "coast", "es"],
  ["Lima", { es: "Perú", en: "Peru" }, "PE", "America/Lima", "coast", "es"],
  ["Quito", { es: "Ecuador", en: "Ecuador" }, "EC", "America/Guayaquil", "plain", "es"],
  ["Medellin", { es: "Colombia", en: "Colombia" }, "CO", "America/Bogota", "plain", "es"],
  ["Bogota", { es: "Colombia", en: "Colombia" }, "CO", "America/Bogota", "plain", "es"],
  ["Guadalajara", mexico, "MX", "America/Mexico_City", "plain", "es"],
  ["Mexico City", mexico, "MX", "America/Mexico_City", "plain", "es"],
  ["Cancun", mexico, "MX", "America/Cancun", "coast", "es"],
  ["Santiago", { es: "Chile", en: "Chile" }, "CL", "America/Santiago", "snow", "es"],
  ["Miami", states, "US", "America/New_York", "coast", "en"],
  ["Los Angeles", states, "US", "America/Los_Angeles", "coast", "en"],
  ["San Diego", states, "US", "America/Los_Angeles", "coast", "en"],
  ["New York", states, "US", "America/New_York", "coast", "en"],
  ["Austin", states, "US", "America/Chicago", "plain", "en"],
  ["Denver", states, "US", "America/Denver", "snow", "en"],
  ["Chicago", states, "US", "America/Chicago", "plain", "en"],
  ["London", britain, "GB", "Europe/London", "plain", "en"],
  ["Manchester", britain, "GB", "Europe/London", "plain", "en"],
  ["Seville", spain, "ES", "Europe/Madrid", "plain", "es"],
  ["Malaga", spain, "ES", "Europe/Madrid", "coast", "es"],
  ["Lisbon", { es: "Portugal", en: "Portugal" }, "PT", "Europe/Lisbon", "coast", "en"],
];

export const cities: readonly City[] = rows.map(([name, country, code, zone, land, tongue]) => ({
  name,
  country,
  code,
  zone,
  hasCoast: land === "coast",
  hasSnow: land === "snow",
  tongue,
}));

const spanishNames: Record<string, string> = {
  sevilla: "Seville",
  lisboa: "Lisbon",
  londres: "London",
  "nueva york": "New York",
  "ciudad de mexico": "Mexico City",
  cdmx: "Mexico City",
};

/** The first known city the text names, in either language and with or without accents. */
export function findCity(text: string): City | undefined {
  const flat = ` ${fold(text).replace(/[^\p{L}]+/gu, " ")} `;
  const places = cities.map((city) => ({ city, at: flat.indexOf(` ${fold(city.name)} `) }));
  for (const [spanish, name] of Object.entries(spanishNames)) {
    const city = cities.find((candidate) => candidate.name === name);
    if (city) places.push({ city, at: flat.indexOf(` ${spanish} `) });
  }
  return places.filter(({ at }) => at >= 0).sort((left, right) => left.at - right.at)[0]?.city;
}

/** As the persona would write it. */
export function cityLabel(city: City, tongue: Tongue): string {
  if (tongue === "en") return city.name;
  const spanish = {
    Seville: "Sevilla",
    Lisbon: "Lisboa",
    London: "Londres",
    "New York": "Nueva York",
    "Mexico City": "Ciudad de México",
    Malaga: "Málaga",
    Medellin: "Medellín",
    Bogota: "Bogotá",
    Cancun: "Cancún",
  }[city.name];
  return spanish ?? city.name;
}
