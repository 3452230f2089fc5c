/**
 * Builds packages/core/src/avatar/city-data.ts from the npm package `city-timezones` (MIT; 7,300 cities, 1.9 MB),
 * so that a bundle carries a tenth of that. Run it after the package was updated: `node scripts/data/build-cities.ts`.
 * Text instead of JSON, because SST v2 bundles with an esbuild that does not know JSON import attributes yet.
 */
import { writeFileSync } from "node:fs";
import cityTimezones from "city-timezones";

type Row = { city: string; iso2: string; region: string; timezone: string; population: number };

/** Below this a city is in the list only when it is added here. */
const smallest = 20_000;

/** Places that personas like to live in and the package lacks or holds too small. Populations are rounded. */
const added: Row[] = [
  { city: "Tulum", iso2: "MX", region: "Quintana Roo", timezone: "America/Cancun", population: 33_000 },
  {
    city: "Playa del Carmen",
    iso2: "MX",
    region: "Quintana Roo",
    timezone: "America/Cancun",
    population: 304_000,
  },
  {
    city: "San Miguel de Allende",
    iso2: "MX",
    region: "Guanajuato",
    timezone: "America/Mexico_City",
    population: 72_000,
  },
  { city: "Ibiza", iso2: "ES", region: "Islas Baleares", timezone: "Europe/Madrid", population: 51_000 },
  { city: "Tarifa", iso2: "ES", region: "Andalucía", timezone: "Europe/Madrid", population: 18_000 },
  { city: "Sitges", iso2: "ES", region: "Cataluña", timezone: "Europe/Madrid", population: 30_000 },
  {
    city: "Punta Cana",
    iso2: "DO",
    region: "La Altagracia",
    timezone: "America/Santo_Domingo",
    population: 100_000,
  },
  { city: "Bali", iso2: "ID", region: "Bali", timezone: "Asia/Makassar", population: 4_300_000 },
  { city: "Bruges", iso2: "BE", region: "West-Vlaanderen", timezone: "Europe/Brussels", population: 118_000 },
  { city: "Mykonos", iso2: "GR", region: "Kikladhes", timezone: "Europe/Athens", population: 10_000 },
  { city: "Santorini", iso2: "GR", region: "Kikladhes", timezone: "Europe/Athens", population: 15_000 },
  { city: "Girona", iso2: "ES", region: "Cataluña", timezone: "Europe/Madrid", population: 103_000 },
  { city: "Lleida", iso2: "ES", region: "Cataluña", timezone: "Europe/Madrid", population: 143_000 },
];

const given: Row[] = cityTimezones.cityMapping.flatMap((city) =>
  city.timezone && city.iso2 && city.iso2 !== "-99"
    ? [
        {
          city: city.city,
          iso2: city.iso2,
          // "Oregon/OR", so that both tell one Portland from the other
          region: [city.province, city.state_ansi].filter(Boolean).join("/"),
          timezone: city.timezone,
          population: city.pop,
        },
      ]
    : [],
);
const key = (row: Row): string => `${row.city}|${row.iso2}|${row.region}|${row.timezone}`;
const rows = [
  ...new Map(
    [...given, ...added]
      .filter((row) => row.population >= smallest || added.includes(row))
      .sort((left, right) => left.population - right.population)
      .map((row) => [key(row), row]),
  ).values(),
].sort((left, right) => right.population - left.population || (key(left) < key(right) ? -1 : 1));

const index = (values: string[]) => [...new Set(values)].sort();
const zones = index(rows.map((row) => row.timezone));
const countries = index(rows.map((row) => row.iso2));
const regions = index(rows.map((row) => row.region));
for (const zone of zones) new Intl.DateTimeFormat("en", { timeZone: zone }); // throws for one this Node does not know

const places = rows.map((row) =>
  [
    row.city,
    countries.indexOf(row.iso2),
    zones.indexOf(row.timezone),
    regions.indexOf(row.region).toString(36),
  ].join("|"),
);
const quoted = (values: string[]): string => JSON.stringify(values.join("\n"));
writeFileSync(
  new URL("../../packages/core/src/avatar/city-data.ts", import.meta.url),
  `// Built by scripts/data/build-cities.ts from city-timezones; do not edit.
// biome-ignore-all format: generated
export const zones = ${quoted(zones)};
export const countries = ${quoted(countries)};
export const regions = ${quoted(regions)};
/** Largest city first: name, country, zone, region (base 36). */
export const places = ${quoted(places)};
`,
);
process.stdout.write(`${rows.length} cities, ${zones.length} zones, ${countries.length} countries\n`);
