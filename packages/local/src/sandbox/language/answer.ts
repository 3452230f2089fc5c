import { createAuthor } from "./author.ts";
import { identityText } from "./author-identity.ts";
import { createBrief } from "./brief.ts";
import { draftHook } from "./hook.ts";
import { type Prompt, userText, wholeText } from "./prompt.ts";
import { isRefused } from "./safety.ts";
import { compose, type Slot } from "./schema/compose.ts";
import { type Json, type JsonSchema, propertyNames } from "./schema/json-schema.ts";
import { generalText } from "./small-talk.ts";
import { detectTongue } from "./words.ts";

/** The words that decline, or undefined when the request is one a model would fulfil. */
export function refusalOf(prompt: Prompt): string | undefined {
  if (!isRefused(userText(prompt))) return undefined;
  return detectTongue(userText(prompt)) === "es"
    ? "Lo siento, no puedo ayudar con esa petición."
    : "I'm sorry, but I can't help with that request.";
}

/** An answer in the shape of a JSON schema. Throws `SchemaError` or `PatternError` where the schema cannot be met. */
export function answerInSchema(
  prompt: Prompt,
  schema: JsonSchema,
  name: string,
  seed: number,
  variant = 0,
): Json {
  const brief = createBrief(prompt, [...propertyNames(schema), name], seed, variant);
  return compose(schema, createAuthor(brief), brief.dice.fork("compose"));
}

/** JSON mode without a schema: the keys the prompt itself asks for, in its order. */
export function answerInJson(prompt: Prompt, seed: number, variant = 0): Json {
  const properties: Record<string, JsonSchema> = {};
  const keys = /["`]([a-z][A-Za-z0-9_]{1,40})["`]\s*(:\s*\[|:|,|\)|\.|\n|and|y|\}|$)/g;
  for (const [, key = "", after = ""] of wholeText(prompt).matchAll(keys)) {
    properties[key] ??= after.endsWith("[")
      ? { type: "array", items: { type: "string" } }
      : { type: "string" };
  }
  if (Object.keys(properties).length === 0) properties.answer = { type: "string" };
  return answerInSchema(prompt, { type: "object", properties }, "", seed, variant);
}

/** Plain text, by what the prompt is about. */
export function answerInText(prompt: Prompt, seed: number, variant = 0): string {
  const brief = createBrief(prompt, [], seed, variant);
  const dice = brief.dice.fork("text");
  switch (brief.task) {
    case "draft":
      return draftHook(brief.facts, dice);
    case "identity":
      return identityText(brief, slotNamed("bio"));
    case "critique":
    case "rewrite":
    case "consistency":
    case "repair":
      return createAuthor(brief).text(slotNamed(brief.task === "rewrite" ? "rewrite" : "critique")) ?? "";
    case "general":
      return generalText(brief, dice);
  }
}

const slotNamed = (name: string): Slot => ({
  name,
  description: "",
  path: [name],
  index: 0,
  minimum: undefined,
  maximum: undefined,
  subject: undefined,
});
