import { expect, test } from "vitest";
import en from "./en.json" with { type: "json" };
import es from "./es.json" with { type: "json" };

type Catalogue = Record<string, Record<string, string>>;

/** Each message's path with the names of its arguments. */
function shapeOf(catalogue: Catalogue): Record<string, string> {
  return Object.fromEntries(
    Object.entries(catalogue).flatMap(([namespace, messages]) =>
      Object.entries(messages).map(([key, text]) => [`${namespace}.${key}`, argumentsOf(text)]),
    ),
  );
}

const argumentsOf = (text: string): string =>
  [...new Set([...text.matchAll(/\{(\w+)\s*[,}]/g)].map(([, name]) => name))].toSorted().join(" ");

test("both languages have the same messages with the same arguments", () => {
  expect(shapeOf(en)).toEqual(shapeOf(es));
});

test("no message is empty", () => {
  for (const catalogue of [es, en] as Catalogue[]) {
    const texts = Object.values(catalogue).flatMap((messages) => Object.values(messages));
    expect(texts.filter((text) => text.trim() === "")).toEqual([]);
  }
});
