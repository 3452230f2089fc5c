import { join, resolve } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";
import config from "../../next.config.ts";

const root = resolve(import.meta.dirname, "../..");
const parsed = ts.getParsedCommandLineOfConfigFile(
  join(root, "tsconfig.json"),
  {},
  { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => undefined },
);
const checked = ["src/i18n/request.ts", "src/features/failure.tsx"];
const sources = new Map<string, ts.SourceFile>();

/** The files in which the build's type check finds something wrong, with a message taken out of a catalogue. */
function wrongFiles(without?: { language: "es" | "en"; namespace: string; key: string }): string[] {
  const options = parsed?.options ?? {};
  const host = ts.createCompilerHost(options);
  let isTaken = !without;
  const textOf = (file: string) => {
    const text = ts.sys.readFile(file);
    if (!without || !text || !file.endsWith(`messages/${without.language}.json`)) return text;
    const catalogue = JSON.parse(text) as Record<string, Record<string, string>>;
    isTaken = delete catalogue[without.namespace]?.[without.key];
    return JSON.stringify(catalogue);
  };
  host.getSourceFile = (file, target) => {
    const known = sources.get(file);
    if (known) return known;
    const text = textOf(file);
    if (text === undefined) return undefined;
    const source = ts.createSourceFile(file, text, target);
    if (!file.endsWith(".json")) sources.set(file, source);
    return source;
  };
  const files = ["src/i18n/messages.d.ts", ...checked].map((file) => join(root, file));
  const program = ts.createProgram(files, options, host);
  const wrong = checked.filter(
    (file) => program.getSemanticDiagnostics(program.getSourceFile(join(root, file))).length > 0,
  );
  expect(isTaken).toBe(true);
  return wrong;
}

test("the build checks types, so what follows stops it", async () => {
  const given = typeof config === "function" ? undefined : config;
  expect(given).toBeDefined();
  expect(given?.typescript?.ignoreBuildErrors).not.toBe(true);
  expect(parsed?.options.incremental).toBe(false); // a kept result would miss a catalogue's change
});

test("a message that is used and taken out stops the build, in either language", () => {
  expect(wrongFiles()).toEqual([]);
  const key = { namespace: "error", key: "lead" };
  expect(wrongFiles({ language: "es", ...key })).toEqual(["src/features/failure.tsx"]);
  expect(wrongFiles({ language: "en", ...key })).toEqual(["src/i18n/request.ts"]);
}, 60_000);
