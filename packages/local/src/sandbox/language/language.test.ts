import { describe, expect, it } from "vitest";
import { z } from "zod";
import { answerInSchema } from "./answer.ts";
import { baitIn } from "./vocabulary/bait.ts";
import { places } from "./vocabulary/places.ts";
import { similarity } from "./words.ts";

const ask = <Schema extends z.ZodType>(
  schema: Schema,
  text: string,
  system = "You are a strict editor.",
): z.output<Schema> =>
  schema.parse(
    answerInSchema(
      { system, turns: [{ role: "user", text }] },
      z.toJSONSchema(schema) as Record<string, unknown>,
      "",
      1,
    ),
  );

const draftSchema = z.object({
  bio: z.string(),
  interests: z.array(z.string()).min(3).max(8),
  occupation: z.string(),
  backstory: z.string(),
});
const reviewSchema = z.object({
  contradictions: z.array(
    z.object({ field: z.enum(["bio", "interests", "occupation", "backstory"]), problem: z.string() }),
  ),
});

const personas = ["fitness", "moda", "travel", "yoga", "gaming"].flatMap((niche) =>
  ["Madrid, Spain", "Barcelona, Spain", "Denver, United States", "Bogota, Colombia"].flatMap((city) =>
    ["es", "en"].flatMap((language) =>
      [19, 24, 31].map((age) =>
        [
          `Name: Luna`,
          `Age: ${age}`,
          `Niche: ${niche}`,
          `City: ${city}`,
          `Language: ${language}`,
          "Bio limit: 150 characters",
        ].join("\n"),
      ),
    ),
  ),
);

const review = (brief: string, draft: unknown) =>
  ask(reviewSchema, `${brief}\nDraft: ${JSON.stringify(draft)}`).contradictions;

describe("identities", () => {
  it("contradict themselves in about one first draft in ten, which a review of the text finds and a repair ends", () => {
    let flawed = 0;
    for (const brief of personas) {
      const draft = ask(draftSchema, brief);
      expect(draft.bio.length).toBeLessThanOrEqual(150);
      const found = review(brief, draft);
      if (found.length === 0) continue;
      flawed += 1;
      const problems = found.map(({ field, problem }) => `Contradiction: ${field}: ${problem}`).join("\n");
      const repaired = ask(
        draftSchema,
        `${brief}\nRepair the draft.\nDraft: ${JSON.stringify(draft)}\n${problems}`,
      );
      expect(review(brief, repaired)).toEqual([]);
      expect(repaired.interests).toEqual(draft.interests);
    }
    expect(flawed / personas.length).toBeGreaterThan(0.03);
    expect(flawed / personas.length).toBeLessThan(0.2);
  });

  it.each([
    ["Instructora de surf en Madrid", "bio", /mar/],
    ["Llevo 15 años de oficio en Madrid", "bio", /15/],
    ["Vivo en Barcelona y me encanta el café", "bio", /Barcelona/],
  ])("are judged by what is written, whoever wrote it: %s", (bio, field, problem) => {
    const brief = "Name: Luna\nAge: 24\nCity: Madrid, Spain\nLanguage: es";
    expect(review(brief, { bio })).toEqual([{ field, problem: expect.stringMatching(problem) }]);
  });

  it("have nothing held against them when they are consistent", () => {
    const brief = "Name: Luna\nAge: 24\nCity: Barcelona, Spain\nLanguage: es";
    expect(review(brief, { bio: "Instructora de surf desde hace 4 años. Vivo en Barcelona." })).toEqual([]);
  });
});

const hooksSchema = z.object({ hooks: z.array(z.string()).length(3) });
const critiqueSchema = z.object({
  best: z.int().min(1).max(3),
  problems: z.array(z.string()),
  rewrite: z.string(),
});
const scene = (name: string, language = "es") =>
  `Name: Luna\nNiche: fitness\nLanguage: ${language}\nScene: ${name}\nMood: playful\nLimit: 120 characters`;

describe("hooks", () => {
  it("speak of their scene in the persona's language and differ from scene to scene", () => {
    const [beach] = ask(hooksSchema, scene("sunny beach")).hooks;
    const kitchen = ask(hooksSchema, scene("bright kitchen", "en")).hooks;
    expect(beach).toMatch(/playa/);
    for (const hook of kitchen) expect(hook).toMatch(/kitchen/);
    const all = ["beach", "kitchen", "museum", "forest", "rooftop", "train station", "old bridge"].flatMap(
      (name) => ask(hooksSchema, scene(name)).hooks,
    );
    expect(new Set(all).size).toBe(all.length);
  });

  it("quote a scene the sandbox has no words for, in its own language alone", () => {
    const [english] = ask(hooksSchema, scene("crystal cave with lanterns", "en")).hooks;
    expect(english).toMatch(/crystal cave/);
    const [spanish] = ask(hooksSchema, scene("cueva de cristal con linternas")).hooks;
    expect(spanish).toMatch(/cueva de cristal/);
    for (const hook of ask(hooksSchema, scene("crystal cave with lanterns")).hooks) {
      expect(hook).not.toMatch(/crystal|cave/);
    }
  });

  it("keep away from hooks the prompt has had already", () => {
    const [first = ""] = ask(hooksSchema, scene("beach")).hooks;
    const next = ask(hooksSchema, `${scene("beach")}\nRecent hook: ${first}`).hooks;
    for (const hook of next) expect(similarity(hook, first)).toBeLessThan(0.8);
  });

  it("are flawed in a share of first drafts, and the critique of each says exactly what is wrong and mends it", () => {
    const names = [
      "beach",
      "kitchen",
      "museum",
      "forest",
      "rooftop",
      "station",
      "bridge",
      "gym",
      "café",
      "garden",
      "pool",
      "hotel",
    ];
    const drafts = names.flatMap((name) => ask(hooksSchema, scene(name)).hooks);
    const isFlawed = (hook: string) => hook.length > 120 || baitIn(hook) !== undefined;
    const share = drafts.filter(isFlawed).length / drafts.length;
    expect(share).toBeGreaterThan(0);
    expect(share).toBeLessThan(0.4);
    for (const draft of drafts) {
      const { problems, rewrite } = ask(critiqueSchema, `${scene("beach")}\nHook 1: ${draft}`);
      expect(problems.length > 0).toBe(isFlawed(draft));
      expect(isFlawed(rewrite)).toBe(false);
      if (problems.length === 0) expect(rewrite).toBe(draft);
    }
  });

  it.each([
    ["Dale like si tú también amas la playa.", /dale like/],
    ["The sea is calm and I am here with you.", /español/],
    [
      `Me quedo en la playa hasta que anochezca. ${"Luego vuelvo otra vez con la misma calma. ".repeat(3)}`,
      /límite es 120/,
    ],
    ["¡¡¡MIRA QUÉ PLAYA TAN BONITA!!! ! !", /Grita/],
  ])("are found wanting for what they are: %s", (hook, problem) => {
    const { problems } = ask(critiqueSchema, `${scene("beach")}\nHook 1: ${hook}`);
    expect(problems.join(" ")).toMatch(problem);
  });

  it("have words for every place in both languages", () => {
    for (const place of places) expect([place.esDetails.length, place.enDetails.length]).toEqual([3, 3]);
  });
});
