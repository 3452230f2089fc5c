import { AppError } from "../kit/error.ts";
import { foldAccents } from "../kit/text.ts";
import { cityAliases, countryAliases } from "./city-alias.ts";
import * as data from "./city-data.ts";

/** `country` is the English name, `timezone` an IANA zone that `Intl` takes. */
export type City = { city: string; country: string; timezone: string };

type Place = { name: string; key: string; iso2: string; region: string; timezone: string };

/**
 * The city a person named, or `undefined`. Case, accents and Spanish names do not matter; of several cities with
 * one name it is the largest, unless a country, region or US state follows a comma ("Córdoba, Argentina").
 */
export function findCity(input: string): City | undefined {
  const place = placesNamed(input)[0];
  return place && toCity(place);
}

/** Like `findCity`, but throws AppError `city_unknown` with what may have been meant in its sentence. */
export function cityOf(input: string): City {
  const city = findCity(input);
  if (city) return city;
  const meant = suggestCities(input);
  const hint =
    meant.length > 0
      ? `Did you mean ${new Intl.ListFormat("en", { type: "disjunction" }).format(meant)}?`
      : "Name the nearest large city.";
  const message = `The city “${input.trim()}” is not known. ${hint}`;
  throw new AppError("input", "city_unknown", message, { fields: { city: message } });
}

/** Up to `limit` cities whose names are near what was typed, as "City, Country"; the nearest, then the largest first. */
export function suggestCities(input: string, limit = 3): string[] {
  const [name = ""] = input.split(",");
  const typed = keyOf(name);
  if (typed.length < 2) return [];
  const allowed = typed.length <= 4 ? 1 : typed.length <= 8 ? 2 : 3;
  const named = Object.entries(cityAliases).map(([alias, target]) => ({
    key: alias,
    place: aliasTarget(target),
  }));
  const near = [...places().map((place) => ({ key: place.key, place })), ...named]
    .flatMap(({ key, place }, order) => {
      if (!place || Math.abs(key.length - typed.length) > Math.max(allowed, 12)) return [];
      const distance = typed.length >= 4 && key.startsWith(typed) ? 0.5 : editDistance(typed, key, allowed);
      return distance <= allowed
        ? [{ distance, order, text: `${place.name}, ${countryName(place.iso2)}` }]
        : [];
    })
    .sort((left, right) => left.distance - right.distance || left.order - right.order);
  return [...new Set(near.map(({ text }) => text))].slice(0, limit);
}

let loaded: { places: Place[]; byKey: Map<string, Place[]> } | undefined;

/** Unpacked on the first question: most functions that import a domain never ask for a city. */
function load(): { places: Place[]; byKey: Map<string, Place[]> } {
  if (loaded) return loaded;
  const [zones, countries, regions] = [data.zones, data.countries, data.regions].map((list) =>
    list.split("\n"),
  );
  const list = data.places.split("\n").map((line) => {
    const [name = "", country = "", zone = "", region = ""] = line.split("|");
    return {
      name,
      key: keyOf(name),
      iso2: countries?.[Number(country)] ?? "",
      timezone: zones?.[Number(zone)] ?? "",
      region: regions?.[Number.parseInt(region, 36)] ?? "",
    };
  });
  loaded = { places: list, byKey: Map.groupBy(list, (place) => place.key) };
  return loaded;
}

function places(): Place[] {
  return load().places;
}

/** Every place that answers to the name, the largest first; an alias comes before a smaller place of that name. */
function placesNamed(input: string): Place[] {
  const whole = withName(keyOf(input));
  if (whole.length > 0) return whole;
  const [name = "", ...qualifiers] = input.split(",");
  const wanted = qualifiers.map(keyOf).filter((qualifier) => qualifier !== "");
  if (wanted.length === 0) return [];
  return withName(keyOf(name)).filter((place) => wanted.every((qualifier) => lies(place, qualifier)));
}

function withName(key: string): Place[] {
  const named = load().byKey.get(key) ?? [];
  const target = Object.hasOwn(cityAliases, key) ? cityAliases[key] : undefined;
  const meant = target === undefined ? undefined : aliasTarget(target);
  return meant ? [meant, ...named.filter((place) => place !== meant)] : named;
}

function aliasTarget(target: string): Place | undefined {
  const [name = "", iso2] = target.split("|");
  return load()
    .byKey.get(keyOf(name))
    ?.find((place) => iso2 === undefined || place.iso2 === iso2);
}

function lies(place: Place, qualifier: string): boolean {
  const { iso2 } = place;
  return (
    keyOf(iso2) === qualifier ||
    (Object.hasOwn(countryAliases, qualifier) && countryAliases[qualifier] === iso2) ||
    ["en", "es"].some((language) => keyOf(countryName(iso2, language)) === qualifier) ||
    place.region.split("/").some((region) => keyOf(region) === qualifier)
  );
}

function toCity({ name, iso2, timezone }: Place): City {
  return { city: name, country: countryName(iso2), timezone };
}

const countryNames = new Map<string, Intl.DisplayNames>();

function countryName(iso2: string, language = "en"): string {
  const names = countryNames.get(language) ?? new Intl.DisplayNames([language], { type: "region" });
  countryNames.set(language, names);
  return names.of(iso2) ?? iso2;
}

function keyOf(text: string): string {
  return foldAccents(text)
    .replace(/[.'’`]/gu, "")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** Letters to change, add, drop or swap (optimal string alignment); gives up beyond `most`. */
function editDistance(left: string, right: string, most: number): number {
  if (Math.abs(left.length - right.length) > most) return most + 1;
  let before: number[] = [];
  let above = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (let row = 1; row <= left.length; row += 1) {
    const line = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const same = left[row - 1] === right[column - 1] ? 0 : 1;
      let cost = Math.min(
        (above[column] ?? 0) + 1,
        (line[column - 1] ?? 0) + 1,
        (above[column - 1] ?? 0) + same,
      );
      const isSwap = left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      if (row > 1 && column > 1 && isSwap) cost = Math.min(cost, (before[column - 2] ?? 0) + 1);
      line.push(cost);
    }
    if (Math.min(...line) > most) return most + 1;
    [before, above] = [above, line];
  }
  return above[right.length] ?? most + 1;
}
