import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { screenPrompt } from "../../safety/hard-block.ts";
import { templates } from "./library/index.ts";
import { lintTemplate, lintWords } from "./lint.ts";
import { renderPrompt } from "./render.ts";
import { groups, seasons, Template } from "./schema.ts";
import { findTemplate, selectTemplates } from "./select.ts";
import { slotValues, valuesOf, variationsOf } from "./slots.ts";

const facts = { city: "Lima", style: "natural light, linen", age: 27, interests: ["senderismo", "café"] };
const render = ({ template, variation }: ReturnType<typeof selectTemplates>[number], persona = facts) =>
  renderPrompt(template, { triggerWord: "vxn_luna", facts: persona, seed: variation });
const first = templates[0] as Template;

describe("the shipped templates", () => {
  it("are fifty in at least eight groups, each with an id and a scene of its own", () => {
    expect(templates).toHaveLength(50);
    expect(new Set(templates.map((template) => template.group)).size).toBe(groups.length);
    for (const key of ["id", "scene", "pose"] as const)
      expect(new Set(templates.map((template) => template[key])).size).toBe(50);
    for (const language of ["es", "en"] as const)
      expect(new Set(templates.map((template) => template.name[language])).size).toBe(50);
  });

  it.each(templates.map((template) => [template.id, template] as const))(
    "pass the lint: %s",
    (_id, template) => {
      expect(lintTemplate(template)).toEqual([]);
      expect(Template.parse(template)).toEqual(template);
    },
  );

  it("are never explicit and never public in swimwear", () => {
    for (const template of templates.filter(({ safetyClass }) => safetyClass === "swimwear"))
      expect(template.tier).not.toBe("public");
  });

  it("leave every season at least thirty to choose from", () => {
    for (const season of seasons) {
      expect(
        templates.filter((template) => template.season === "any" || template.season === season).length,
      ).toBeGreaterThanOrEqual(30);
    }
  });

  it("have only slot values that could ship themselves", () => {
    for (const value of Object.values(slotValues).flat()) expect(lintWords(value)).toEqual([]);
  });
});

describe("the lint", () => {
  it.each([
    [{ scene: "playground with a child on a swing" }, "minor_mentioned"],
    [{ scene: "una niña en un parque" }, "minor_mentioned"],
    [{ pose: "posing like a 16 year old" }, "age_below_18"],
    [{ outfit: "{outfitColor} school uniform" }, "school_context"],
    [{ outfit: "uniforme de colegiala {outfitColor}" }, "school_context"],
    [{ outfit: "{outfitColor} sh1rt, n u d e below" }, "explicit_sexual"],
    [{ pose: "desnuda frente al espejo" }, "explicit_sexual"],
    [{ mood: "like taylor swift on tour" }, "real_person"],
    [{ mood: "como shakira en el escenario" }, "real_person"],
    [{ pose: "standing next to lucia" }, "given_name"],
    [{ scene: "cafe next to Paris Hilton" }, "proper_name"],
    [{ outfit: "{outfitColor} nike hoodie" }, "brand"],
    [{ scene: "table with a coca-cola can" }, "brand"],
    [{ mood: "sexy and wild" }, "suggestive"],
    [{ outfit: "lencería {outfitColor}" }, "suggestive"],
    [{ name: { es: "Uniforme escolar", en: "Uniform" } }, "school_context"],
    [{ name: { es: "Fiesta", en: "Teen party" } }, "minor_mentioned"],
    [{ id: "schoolgirl-look" }, "school_context"],
    [{ scene: "street in {town}" }, "unknown_slot"],
    [{ scene: "street in {interest}" }, "undeclared_slot"],
    [{ slots: ["city", "outfitColor", "accessory", "expression", "hair"] }, "unused_slot"],
    [{ slots: ["city"] }, "too_few_variations"],
    [{ safetyClass: "swimwear" }, "swimwear_is_public"],
    [{ safetyClass: "explicit" }, "invalid_shape"],
    [{ ratio: "16:9" }, "invalid_shape"],
    [{ extra: 1 }, "invalid_shape"],
  ])("finds what is wrong with %j: %s", (bad, code) => {
    expect(lintTemplate({ ...first, ...bad }).map((problem) => problem.code)).toContain(code);
  });

  it.each([null, undefined, 3, "x", [], {}])("refuses %j as a template", (candidate) => {
    expect(lintTemplate(candidate).length).toBeGreaterThan(0);
  });
});

describe("choosing templates", () => {
  const batches = fc.record({
    count: fc.integer({ min: 1, max: 200 }),
    seed: fc.integer({ min: 0, max: 2_147_483_647 }),
    season: fc.constantFrom(...seasons),
    interests: fc.array(fc.constantFrom("yoga", "cocina", "viajes", "montaña", "jazz", "{city}"), {
      maxLength: 4,
    }),
  });

  it("gives each of the fifty once for a batch of fifty", () => {
    expect(new Set(selectTemplates({ count: 50, seed: 3 }).map(({ template }) => template.id)).size).toBe(50);
  });

  it("gives the same batch for the same seed and another for another", () => {
    const ids = (seed: number) =>
      selectTemplates({ count: 50, seed }).map(({ template, variation }) => `${template.id}/${variation}`);
    expect(ids(3)).toEqual(ids(3));
    expect(ids(3)).not.toEqual(ids(4));
  });

  it("never renders one prompt twice in a batch, whatever its size, season and persona", () => {
    fc.assert(
      fc.property(batches, ({ interests, ...batch }) => {
        const chosen = selectTemplates({ ...batch, interests });
        expect(chosen).toHaveLength(batch.count);
        expect(new Set(chosen.map((choice) => render(choice, { ...facts, interests }))).size).toBe(
          batch.count,
        );
      }),
      { numRuns: 60 },
    );
  });

  it("uses each template equally often, give or take one", () => {
    const counts = Map.groupBy(selectTemplates({ count: 173, seed: 8 }), ({ template }) => template.id);
    expect(new Set([...counts.values()].map((choices) => choices.length))).toEqual(new Set([3, 4]));
  });

  it("keeps to the season", () => {
    for (const { template } of selectTemplates({ count: 200, seed: 5, season: "winter" })) {
      expect(["any", "winter"]).toContain(template.season);
    }
  });

  it("prefers what the persona is interested in", () => {
    const share = (interests: string[]) => {
      const chosen = Array.from({ length: 200 }, (_, seed) =>
        selectTemplates({ count: 10, seed, interests }),
      ).flat();
      return chosen.filter(({ template }) => template.group === "fitness").length / chosen.length;
    };
    expect(share(["Yoga", "escalada"])).toBeGreaterThan(share([]) * 1.7);
    expect(share([])).toBeGreaterThan(0.07);
  });

  it.each([0, -1, 201, 1.5, Number.NaN])("refuses a batch of %s", (count) => {
    expect(() => selectTemplates({ count, seed: 1 })).toThrow(RangeError);
  });

  it("finds a template by its id", () => {
    expect(findTemplate(first.id)).toBe(first);
    expect(findTemplate("gone")).toBeUndefined();
  });
});

describe("rendering a prompt", () => {
  it("is the same for the same input, begins with the trigger word and leaves no slot open", () => {
    for (const choice of selectTemplates({ count: 200, seed: 21 })) {
      expect(render(choice)).toBe(render(choice));
      expect(render(choice)).toMatch(/^photo of vxn_luna, an adult in the late twenties, /u);
      expect(render(choice)).not.toMatch(/[{}]/u);
      expect(render(choice, { ...facts, interests: [] })).not.toMatch(/[{}]/u);
    }
  });

  it("gives nothing that the safety screen stops, for any template and variation", () => {
    for (const choice of selectTemplates({ count: 200, seed: 34 }))
      expect(screenPrompt(render(choice))).toEqual([]);
  });

  it("carries the persona's city where the template asks for it", () => {
    expect(renderPrompt(first, { triggerWord: "t", facts, seed: 0 })).toContain("Lima");
  });

  it("does not open braces that a persona brought along", () => {
    expect(
      renderPrompt(first, { triggerWord: "t", facts: { city: "{outfitColor}\n\u0000x" }, seed: 0 }),
    ).toContain("{outfitColor} x");
  });

  it.each([
    [18, "mid twenties"],
    [25, "mid twenties"],
    [29, "late twenties"],
    [33, "early thirties"],
    [45, "mid forties"],
    [99, "late eighties"],
  ])("shows a persona of %d in the %s", (age, shown) => {
    expect(renderPrompt(first, { triggerWord: "t", facts: { age }, seed: 0 })).toContain(
      `an adult in the ${shown}`,
    );
  });

  it("meets every set of slot values before it repeats one", () => {
    for (const template of templates) {
      const total = variationsOf(template);
      const sets = Array.from({ length: total }, (_, variation) =>
        JSON.stringify(valuesOf(template, 17 + variation)),
      );
      expect(new Set(sets).size).toBe(total);
    }
  });
});
