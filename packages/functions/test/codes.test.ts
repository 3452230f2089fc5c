import "./support/quiet.ts";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { hardBlockCodes } from "@vixen/core/safety/hard-block.ts";
import { labelTable, policyTable } from "@vixen/core/safety/policy.ts";
import { expect, it } from "vitest";
import { reasonView, sentences } from "../src/api/views/reason.ts";

const root = join(import.meta.dirname, "../../..");

/** The codes that the source gives to errors: those of `AppError`, and those the edge answers by itself. */
function codesInSource(): string[] {
  const files = globSync(["packages/core/src/**/*.ts", "packages/functions/src/**/*.ts"], { cwd: root });
  const codes = files
    .filter((file) => !file.endsWith(".test.ts"))
    .flatMap((file) => {
      const text = readFileSync(join(root, file), "utf8");
      const thrown = [...text.matchAll(/new AppError\(\s*"\w+",\s*"(\w+)"/g)];
      const answered = file.includes("/api/")
        ? [...text.matchAll(/\bcode: "(\w+)",\s*message\b|status: \d+, code: "(\w+)"/g)]
        : [];
      return [...thrown, ...answered].map((match) => match[1] ?? match[2] ?? "");
    });
  return [...new Set(codes)].sort();
}

it("docs/errors.md explains each error code there is, and no other", () => {
  const page = readFileSync(join(root, "docs/errors.md"), "utf8");
  const explained = [...page.matchAll(/^### (\w+)$/gm)].map((match) => match[1] ?? "").sort();
  expect(explained.length).toBeGreaterThan(30);
  expect(explained).toEqual(codesInSource());
});

it("each code that a verdict may carry has a sentence of its own", () => {
  const codes = [
    ...hardBlockCodes,
    ...Object.values(policyTable).flatMap((table) => Object.values(table).map((row) => row.code)),
    ...Object.values(labelTable).map((row) => row.code),
  ];
  expect(codes.filter((code) => !sentences[code])).toEqual([]);
  expect(reasonView({ code: "brand_new", place: "text" }).sentence).toBe("It was held back (brand new).");
});

it("each way in which a piece fails has a sentence of its own in every language a screen is read in", () => {
  const files = globSync(["packages/core/src/generation/*.ts", "packages/core/src/content/hook.ts"], {
    cwd: root,
  }).filter((file) => !file.endsWith(".test.ts"));
  const codes = files.flatMap((file) => {
    const text = readFileSync(join(root, file), "utf8");
    const found = [...text.matchAll(/\bcode: "(\w+)"/g)].map((match) => match[1] ?? "");
    // Why a hook is held back is no failure: those have their sentences above.
    return file.endsWith("hook.ts") ? found.filter((code) => !sentences[code]) : found;
  });
  expect(codes).toEqual(expect.arrayContaining(["no_answer", "file_gone", "copy_unavailable"]));
  const [english, spanish] = ["en", "es"].map(
    (language) =>
      JSON.parse(readFileSync(join(root, `packages/web/src/messages/${language}.json`), "utf8"))
        .pieceFailure as Record<string, string>,
  );
  expect(codes.filter((code) => !english?.[code] || english[code] === spanish?.[code])).toEqual([]);
});

it("each code has a sentence in every language a screen is read in, and the screens' English is the API's", () => {
  const catalogueOf = (language: string) =>
    JSON.parse(readFileSync(join(root, `packages/web/src/messages/${language}.json`), "utf8")) as {
      reason: Record<string, string>;
    };
  const { other, ...english } = catalogueOf("en").reason;
  expect(other).toContain("{code}");
  expect(english).toEqual(sentences);
  const { reason: spanish } = catalogueOf("es");
  expect(
    Object.keys(sentences).filter((code) => !spanish[code] || spanish[code] === sentences[code]),
  ).toEqual([]);
});
