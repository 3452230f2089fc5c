import { identityList, identityNumber, identityText } from "./author-identity.ts";
import { isClean, reviewChoice, reviewList, reviewNumber, reviewText, reviewTruth } from "./author-review.ts";
import type { Brief } from "./brief.ts";
import { fieldLimit, isHookField, wantedCount } from "./fields.ts";
import { draftHook, hookLimit } from "./hook.ts";
import type { Author, Slot } from "./schema/compose.ts";
import type { Json } from "./schema/json-schema.ts";
import { fold, spokenName } from "./words.ts";

/** A list item that is simply this text. */
type PlainSubject = { kind: "plain"; text: string };
const isPlain = (subject: unknown): subject is PlainSubject =>
  typeof subject === "object" && subject !== null && "kind" in subject && subject.kind === "plain";

/** Writes every field of an answer from one brief. */
export function createAuthor(brief: Brief): Author {
  return {
    text: (slot) =>
      plainText(slot) ?? reviewText(brief, slot) ?? hookText(brief, slot) ?? identityText(brief, slot),
    number: (slot) => reviewNumber(brief, slot) ?? identityNumber(brief, slot),
    truth: (slot) => reviewTruth(brief, slot),
    choose: (slot, options) => reviewChoice(brief, slot, options) ?? factChoice(brief, slot, options),
    list: (slot) => reviewList(brief, slot) ?? hookList(brief, slot) ?? identityList(brief, slot),
    isAbsent: (slot) => isClean(brief, slot),
  };
}

/** An item that is a text is that text; an item that is an object has it in its main field. */
function plainText(slot: Slot): string | undefined {
  if (!isPlain(slot.subject)) return undefined;
  const name = spokenName(slot.name);
  const isItem = /^\d+$/.test(slot.path.at(-1) ?? "");
  return isItem || isHookField(name) || /^(?:text|texto|name|value|label|content)$/.test(name)
    ? slot.subject.text
    : undefined;
}

function hookText(brief: Brief, slot: Slot): string | undefined {
  if (!isHookField(spokenName(slot.name)) || brief.task === "critique" || brief.task === "rewrite")
    return undefined;
  const limit = fieldLimit(brief, slot, "hooks?|captions?|ganchos?") ?? hookLimit(brief.facts);
  return draftHook(brief.facts, brief.dice.fork(slot.path.join(".")), [], limit);
}

function hookList(brief: Brief, slot: Slot): PlainSubject[] | undefined {
  if (!isHookField(spokenName(slot.name))) return undefined;
  // A list's own maximum counts items, not characters.
  const words = { ...slot, maximum: undefined };
  const limit = fieldLimit(brief, words, "hooks?|captions?|ganchos?") ?? hookLimit(brief.facts);
  const texts: string[] = [];
  for (let index = 0; index < wantedCount(brief, slot, 3); index += 1) {
    texts.push(draftHook(brief.facts, brief.dice.fork(`${slot.path.join(".")}.${index}`), texts, limit));
  }
  return texts.map((text) => ({ kind: "plain", text }));
}

/** An enum whose option the prompt states: the language, the city's zone, the tone asked for. */
function factChoice(brief: Brief, slot: Slot, options: Json[]): Json | undefined {
  const { facts, persona } = brief;
  const name = spokenName(slot.name);
  const about = (pattern: RegExp, ...values: (string | undefined)[]): Json | undefined =>
    pattern.test(name)
      ? options.find((option) =>
          values.some((value) => value !== undefined && fold(String(option)) === fold(value)),
        )
      : undefined;
  const tongueNames =
    facts.tongue === "es" ? ["es", "es-ES", "spanish", "español"] : ["en", "en-US", "english", "inglés"];
  const known =
    about(/language|idioma|lang|locale/, ...tongueNames) ??
    about(/zone|zona/, persona.city?.zone) ??
    about(/city|ciudad|location/, persona.cityLabel, persona.city?.name) ??
    about(/country|pais/, persona.country, persona.city?.code, persona.city?.country.en);
  if (known !== undefined) return known;
  const stated = facts.given.find(({ path }) => path.at(-1) === name)?.value;
  return stated === undefined
    ? undefined
    : options.find((option) => fold(String(option)) === fold(String(stated)));
}
