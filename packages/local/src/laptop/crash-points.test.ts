import { readFileSync } from "node:fs";
import { glob } from "node:fs/promises";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { crashPoints, crashPointsOfAnotherRun } from "./crash-points.ts";

const packages = resolve(import.meta.dirname, "../../..");

/** Named with a part that varies: what it can be is read from who calls. */
const variable: Record<string, (sources: string[]) => string[]> = {
  // A step that only begins here is done when somebody answers its token, which is another line.
  "${step}.done": (sources) => found(sources, /\bonStep\("([\w-]+)"/g).map((step) => `${step}.done`),
  "${step}.begun": (sources) =>
    found(sources, /\bon(?:Waiting)?Step\("([\w-]+)"/g).map((step) => `${step}.begun`),
  "${call.kind}.opened": (sources) => metered(sources).map((kind) => `${kind}.opened`),
  "${call.kind}.called": (sources) => metered(sources).map((kind) => `${kind}.called`),
};

const metered = (sources: string[]): string[] =>
  sources
    .filter((source) => source.includes("metered("))
    .flatMap((source) => found([source], /provider: "\w+", model(?:: \w+|: "\w+")?, kind: "(\w+)"/g));

function found(sources: string[], pattern: RegExp): string[] {
  return sources.flatMap((source) => [...source.matchAll(pattern)].map(([, name = ""]) => name));
}

async function sourcesOf(...folders: string[]): Promise<string[]> {
  const sources: string[] = [];
  for (const folder of folders) {
    for await (const file of glob("**/*.ts", { cwd: join(packages, folder) })) {
      sources.push(readFileSync(join(packages, folder, file), "utf8"));
    }
  }
  return sources;
}

test("the crash test knows every line that the sources name, and no other", async () => {
  const sources = await sourcesOf("core/src", "functions/src");
  const named = found(sources, /\bcrashPoint\(["`]([^"`]+)["`]\)/g).flatMap((name) => {
    if (!name.includes("$")) return [name];
    const names = variable[name]?.(sources) ?? [];
    expect(names, `what ${name} can be`).not.toEqual([]);
    return names;
  });
  const known = [...crashPoints, ...crashPointsOfAnotherRun];
  expect([...new Set(named)].toSorted()).toEqual([...known].toSorted());
});
