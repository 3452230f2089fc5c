import { describe, expect, it } from "vitest";
import { AppError } from "../kit/error.ts";
import { cityOf, findCity, suggestCities } from "./city.ts";
import { cityAliases } from "./city-alias.ts";
import * as data from "./city-data.ts";

describe("finding a city", () => {
  it.each([
    ["Madrid", "Madrid", "Spain", "Europe/Madrid"],
    ["  bUeNoS   aIrEs ", "Buenos Aires", "Argentina", "America/Argentina/Buenos_Aires"],
    ["Bogotá", "Bogota", "Colombia", "America/Bogota"],
    ["MEDELLÍN", "Medellin", "Colombia", "America/Bogota"],
    ["Málaga", "Malaga", "Spain", "Europe/Madrid"],
    ["sao paulo", "Sao Paulo", "Brazil", "America/Sao_Paulo"],
    ["Ciudad de México", "Mexico City", "Mexico", "America/Mexico_City"],
    ["cdmx", "Mexico City", "Mexico", "America/Mexico_City"],
    ["Nueva York", "New York", "United States", "America/New_York"],
    ["Londres", "London", "United Kingdom", "Europe/London"],
    ["Tokio", "Tokyo", "Japan", "Asia/Tokyo"],
    ["Sevilla", "Seville", "Spain", "Europe/Madrid"],
    ["La Habana", "Havana", "Cuba", "America/Havana"],
    ["Washington, D.C.", "Washington, D.C.", "United States", "America/New_York"],
    ["washington dc", "Washington, D.C.", "United States", "America/New_York"],
    ["Tulum", "Tulum", "Mexico", "America/Cancun"],
    ["Las Palmas de Gran Canaria", "Las Palmas", "Spain", "Atlantic/Canary"],
    ["Kiev", "Kyiv", "Ukraine", "Europe/Kyiv"],
  ])("finds %j", (input, city, country, timezone) => {
    expect(findCity(input)).toEqual({ city, country, timezone });
  });

  it("takes the largest of several cities with one name", () => {
    expect(findCity("Valencia")?.country).toBe("Venezuela");
    expect(findCity("Barcelona")?.country).toBe("Spain");
    expect(findCity("Guadalajara")?.country).toBe("Mexico");
    expect(findCity("Portland")?.timezone).toBe("America/Los_Angeles");
  });

  it.each([
    ["Valencia, España", "Europe/Madrid"],
    ["Valencia, Spain", "Europe/Madrid"],
    ["valencia, es", "Europe/Madrid"],
    ["Córdoba, España", "Europe/Madrid"],
    ["Córdoba, Argentina", "America/Argentina/Cordoba"],
    ["Portland, Maine", "America/New_York"],
    ["Portland, ME, USA", "America/New_York"],
    ["San José, Costa Rica", "America/Costa_Rica"],
    ["Londres, Reino Unido", "Europe/London"],
  ])("takes the place that %j says", (input, timezone) => {
    expect(findCity(input)?.timezone).toBe(timezone);
  });

  it.each(["", " ", ",", "Atlantis", "Valencia, Japan", "constructor", "__proto__", "💥"])(
    "does not know %j",
    (input) => {
      expect(findCity(input)).toBeUndefined();
    },
  );

  it("knows the target of each of its aliases", () => {
    const lost = Object.keys(cityAliases).filter(
      (alias) => findCity(alias)?.city !== cityAliases[alias]?.split("|")[0],
    );
    expect(lost).toEqual([]);
  });

  it("holds only zones that this runtime can reckon with", () => {
    for (const timeZone of data.zones.split("\n"))
      expect(() => new Intl.DateTimeFormat("en", { timeZone })).not.toThrow();
  });
});

describe("a city that is not known", () => {
  it.each([
    ["Barcelna", "Barcelona, Spain"],
    ["Madird", "Madrid, Spain"],
    ["Buenos Ayres", "Buenos Aires, Argentina"],
    ["Nueva Yrok", "New York, United States"],
    ["Guadalaj", "Guadalajara, Mexico"],
    ["Valencia, Japan", "Valencia, Venezuela"],
  ])("is near something: %j", (input, suggestion) => {
    expect(suggestCities(input)).toContain(suggestion);
    expect(suggestCities(input).length).toBeLessThanOrEqual(3);
  });

  it("is refused with a sentence that says what may have been meant", () => {
    const refusal = (input: string) => {
      try {
        return cityOf(input);
      } catch (error) {
        return error;
      }
    };
    expect(refusal("Barcelna")).toBeInstanceOf(AppError);
    expect(refusal("Barcelna")).toMatchObject({ kind: "input", code: "city_unknown" });
    expect(refusal("Barcelna")).toHaveProperty(
      "message",
      expect.stringMatching(/^The city “Barcelna” is not known\. Did you mean Barcelona, Spain/u),
    );
    expect(refusal("xqzwv kkk")).toHaveProperty(
      "message",
      "The city “xqzwv kkk” is not known. Name the nearest large city.",
    );
  });
});

describe("the zone of a city", () => {
  const hourAt = (city: string, iso: string) =>
    new Intl.DateTimeFormat("en-GB", {
      timeZone: cityOf(city).timezone,
      hour: "2-digit",
      minute: "2-digit",
    }).format(new Date(iso));

  it.each([
    ["Madrid", "2026-03-29T00:59:00Z", "01:59", "2026-03-29T01:00:00Z", "03:00"],
    ["Madrid", "2026-10-25T00:59:00Z", "02:59", "2026-10-25T01:00:00Z", "02:00"],
    ["Nueva York", "2026-03-08T06:59:00Z", "01:59", "2026-03-08T07:00:00Z", "03:00"],
    ["Nueva York", "2026-11-01T05:59:00Z", "01:59", "2026-11-01T06:00:00Z", "01:00"],
    ["Sidney", "2026-04-04T15:59:00Z", "02:59", "2026-04-04T16:00:00Z", "02:00"],
    ["Sidney", "2026-10-03T15:59:00Z", "01:59", "2026-10-03T16:00:00Z", "03:00"],
    ["Ciudad de México", "2026-04-05T07:59:00Z", "01:59", "2026-04-05T08:00:00Z", "02:00"],
  ])("turns the clock of %s as it is turned there (%s)", (city, before, localBefore, after, localAfter) => {
    expect([hourAt(city, before), hourAt(city, after)]).toEqual([localBefore, localAfter]);
  });
});
