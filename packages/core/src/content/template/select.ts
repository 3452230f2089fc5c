import { seedFrom } from "../../kit/hash.ts";
import { seededRandom } from "../../kit/random.ts";
import { foldAccents } from "../../kit/text.ts";
import { templates } from "./library/index.ts";
import type { Template } from "./schema.ts";
import { variationsOf } from "./slots.ts";

/** `variation` goes to `renderPrompt` as its seed: two choices of one batch never render the same prompt. */
export type Choice = { template: Template; variation: number };

/**
 * Chooses the templates of a batch, the same ones for the same seed: each template once before any comes twice,
 * those that fit the persona's interests three times as likely where not all have a place. With a season, only
 * templates of that season and of any. Throws RangeError unless `count` is a whole number 1..200.
 */
export function selectTemplates(input: {
  count: number;
  seed: number;
  interests?: readonly string[] | undefined;
  season?: Template["season"] | undefined;
}): Choice[] {
  const { count, seed, interests = [], season = "any" } = input;
  if (!Number.isInteger(count) || count < 1 || count > 200) {
    throw new RangeError(`a batch has 1 to 200 pieces, not ${count}`);
  }
  const eligible = templates.filter(
    (template) => season === "any" || template.season === "any" || template.season === season,
  );
  const wanted = groupsOf(interests);
  const random = seededRandom(seedFrom("templates", seed));
  const chosen: Choice[] = [];
  for (let round = 0; chosen.length < count; round += 1) {
    // Weighted order without replacement (Efraimidis and Spirakis 2006): key = chance ^ (1 / weight).
    const order = eligible
      .map((template) => ({ template, key: random.next() ** (1 / (wanted.has(template.group) ? 3 : 1)) }))
      .sort((left, right) => right.key - left.key);
    for (const { template } of order.slice(0, count - chosen.length)) {
      const first = seedFrom("variation", seed, template.id) % variationsOf(template);
      chosen.push({ template, variation: first + round });
    }
  }
  return chosen;
}

/** The shipped template with that id; a piece may name one that is shipped no longer. */
export function findTemplate(id: string): Template | undefined {
  return templates.find((template) => template.id === id);
}

/** Beginnings of words, folded, in both languages, by the group they speak for. */
// biome-ignore format: a table reads better in rows
const stems: Record<Template["group"], readonly string[]> = {
  lifestyle: ["coffee", "cafe", "book", "libro", "lectur", "read", "music", "vinyl", "vinil", "photo", "foto", "lifestyle"],
  fitness: ["fit", "gym", "gimnas", "run", "correr", "yoga", "pilates", "climb", "escalad", "box", "train", "entren", "sport", "deport", "crossfit", "cycl", "cicl"],
  travel: ["travel", "viaj", "backpack", "mochil", "train", "tren", "road", "aventur", "adventur", "languag", "idioma"],
  fashion: ["fashion", "moda", "style", "estilo", "vintage", "desig", "disen", "art", "galer"],
  food: ["food", "comida", "cook", "cocin", "gastron", "bak", "reposter", "wine", "vino", "tapas", "ramen", "vegan"],
  work: ["ceram", "paint", "pint", "podcast", "tech", "tecnolog", "startup", "emprend", "writ", "escrit", "craft", "artesan", "business", "negocio"],
  night_out: ["jazz", "music", "danc", "bail", "theat", "teatr", "cinema", "cine", "party", "fiesta", "concert", "concierto"],
  nature: ["hik", "senderis", "montan", "mountain", "nature", "natural", "surf", "sea", "mar", "beach", "playa", "camp", "kayak", "forest", "bosque", "animal"],
  home: ["plant", "garden", "jardin", "home", "hogar", "casa", "decor", "skincare", "belleza", "beauty", "meditat", "medita"],
  seasonal: ["christmas", "navid", "winter", "inviern", "summer", "verano", "autumn", "otono", "snow", "nieve", "ski", "esqui"],
};

function groupsOf(interests: readonly string[]): Set<Template["group"]> {
  const words = interests.flatMap((interest) => foldAccents(interest).split(/[^a-z]+/u));
  const groups = Object.keys(stems) as Template["group"][];
  return new Set(
    groups.filter((group) => stems[group].some((stem) => words.some((word) => word.startsWith(stem)))),
  );
}
