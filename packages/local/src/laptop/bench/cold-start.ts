import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { entryFile } from "../../cloud/lambda/function.ts";
import { assetPath, readAssembly } from "../../cloud/template/assembly.ts";
import { type Figure, figure, median } from "./figure.ts";

const handlers = ["api/main", "api/internal", "webhook/receive-replicate"];
const rounds = 7;
const megabyte = 1_000_000;

/** Loading each function's bundle in a new process, alternating with a process that loads nothing. */
export function measureColdStarts(assembly: string): Figure[] {
  const bundles = handlers.map((handler) => ({ handler, ...bundleOf(assembly, handler) }));
  const times = new Map<string, number[]>(bundles.map(({ handler }) => [handler, []]));
  const empty: number[] = [];
  for (let round = 0; round < rounds; round++) {
    empty.push(start());
    for (const { handler, file } of bundles) times.get(handler)?.push(start(file));
  }
  return bundles.flatMap(({ handler, bytes, loadedBytes }) => [
    figure(`cold start ${handler}`, median(times.get(handler) ?? []), "ms", {
      baseline: median(empty),
      against: "an empty Node process",
    }),
    figure(`  size ${handler}, loaded at its start`, loadedBytes / megabyte, "MB", {
      baseline: 1.5,
      against: "the limit",
      goal: "≤ 1.5 MB",
    }),
    figure(`  size ${handler}, all of it`, bytes / megabyte, "MB", {
      baseline: 1.5,
      against: "the limit of what a start may load",
    }),
  ]);
}

type Bundle = { file: string; bytes: number; loadedBytes: number };

function start(file?: string): number {
  const code = file ? `await import(${JSON.stringify(file)})` : "";
  const began = performance.now();
  execFileSync(process.execPath, ["--input-type=module", "--eval", code], {
    // As on Lambda: the region is there, a debugger or a compile cache of ours is not.
    env: { PATH: process.env.PATH, HOME: process.env.HOME, AWS_REGION: "us-east-1" },
  });
  return performance.now() - began;
}

function bundleOf(directory: string, handler: string): Bundle {
  const assembly = readAssembly(directory);
  for (const { template } of assembly.stacks) {
    for (const { Type: type, Properties: properties } of Object.values(template.Resources)) {
      if (type !== "AWS::Lambda::Function" || !String(properties.Handler).includes(`${handler}.`)) continue;
      const { S3Key: key } = (properties.Code ?? {}) as { S3Key?: string };
      const folder = key === undefined ? undefined : assetPath(assembly, key);
      const file = folder && entryFile(folder, String(properties.Handler));
      if (file) return { file, bytes: sizeOf(folder), loadedBytes: sizeOfAll(loadedWith(file)) };
    }
  }
  throw new Error(`The assembly in ${directory} has no bundle for ${handler}.`);
}

/** All that is uploaded for the function, source maps left out: those are for the error log. */
function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith(".map"))
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

/** What the first request cannot do without: the entry, and the part that reads the secrets. */
function loadedWith(entry: string): Set<string> {
  const folder = dirname(entry);
  const loaded = importedBy(entry);
  for (const name of readdirSync(folder).filter((name) => name.endsWith(".mjs"))) {
    const file = join(folder, name);
    if (readFileSync(file, "utf8").includes("AmazonSSM")) importedBy(file, loaded);
  }
  return loaded;
}

/** A file of a bundle and all it imports at once; what is behind an `import()` is not among them. */
function importedBy(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const [, name = ""] of readFileSync(file, "utf8").matchAll(
    /\b(?:from|import)\s*"(\.\/[^"]+\.mjs)"/g,
  )) {
    importedBy(resolve(dirname(file), name), seen);
  }
  return seen;
}

const sizeOfAll = (files: Iterable<string>): number =>
  [...files].reduce((sum, file) => sum + statSync(file).size, 0);
