import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import en from "../messages/en.json" with { type: "json" };
import es from "../messages/es.json" with { type: "json" };
import { keyOfCode, keyOfStatus } from "./problem-key.ts";

const web = join(import.meta.dirname, "../..");
const page = readFileSync(join(web, "../../docs/errors.md"), "utf8");
const documented = [...page.matchAll(/^### (\w+)$/gm)].map(([, code]) => String(code));
const forward = readFileSync(join(web, "src/app/api/v1/[...path]/route.ts"), "utf8");
/** What the site itself refuses with, before the API is asked. */
const own = [...forward.matchAll(/refusal\(\d+, "(\w+)"\)/g)].map(([, code]) => String(code));
const codes = [...documented, ...own, "avatar_deleted"];

test("every code that a screen may be answered with has a sentence in both languages", () => {
  expect(documented.length).toBeGreaterThan(60);
  expect(own).toContain("origin_foreign");
  const without = (catalogue: Record<string, string>) => codes.filter((code) => !catalogue[keyOfCode(code)]);
  expect({ en: without(en.error), es: without(es.error) }).toEqual({ en: [], es: [] });
});

test("no code but that of a bug of ours says that the fault is ours", () => {
  const blamed = codes.filter((code) => keyOfCode(code) === "internal");
  expect(blamed).toEqual(["internal"]);
  const sentences = codes.filter((code) => en.error[keyOfCode(code) as "internal"] === en.error.internal);
  expect(sentences).toEqual(["internal"]);
});

test.each([
  [400, "refused"],
  [409, "refused"],
  [499, "refused"],
  [500, "internal"],
  [503, "internal"],
  [undefined, "internal"],
])("a code without a sentence and with the status %s is said to be %s", (status, key) => {
  expect(keyOfStatus(status)).toBe(key);
});
