import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { measureBatch, measureOrchestration, warmUp } from "../packages/local/src/laptop/bench/batch.ts";
import { measureColdStarts } from "../packages/local/src/laptop/bench/cold-start.ts";
import type { Figure } from "../packages/local/src/laptop/bench/figure.ts";
import { measureKit } from "../packages/local/src/laptop/bench/kit.ts";
import { measurePromises } from "../packages/local/src/laptop/bench/promise.ts";
import { measureRequests } from "../packages/local/src/laptop/bench/requests.ts";
import { measureStartUp } from "../packages/local/src/laptop/bench/start-up.ts";
import { openStudio, type Studio } from "../packages/local/src/laptop/bench/studio.ts";
import { measureWeb } from "../packages/web/test/bench/web.ts";
import { printTable } from "./bench/table.ts";
import { buildAssembly } from "./build/build.ts";

type Part = { name: string; isBatch?: boolean; measure: (studio: Studio) => Promise<Figure[]> };

/** In the order in which they disturb each other least. */
const parts: Part[] = [
  { name: "orchestration", isBatch: true, measure: measureOrchestration },
  { name: "batch", isBatch: true, measure: measureBatch },
  { name: "promise", isBatch: true, measure: measurePromises },
  { name: "kit", measure: measureKit },
  { name: "requests", measure: measureRequests },
  { name: "start-up", measure: measureStartUp },
];
const names = ["cold-start", ...parts.map((part) => part.name), "web"];

const { values } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    only: { type: "string", multiple: true },
    // An assembly that was built elsewhere, to measure two versions against each other.
    assembly: { type: "string" },
  },
});
const say = (line: string) => process.stderr.write(`${line}\n`);
const wanted = values.only?.flatMap((value) => value.split(",")) ?? names;
const unknown = wanted.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  say(`--only knows ${names.join(", ")}, not ${unknown.join(", ")}.`);
  process.exit(2);
}

const began = performance.now();
const figures: Figure[] = [];
function tell(found: Figure[]): void {
  figures.push(...found);
  if (values.json) for (const one of found) process.stdout.write(`${JSON.stringify(one)}\n`);
}
async function timed<T>(name: string, work: () => T | Promise<T>): Promise<T> {
  const from = performance.now();
  const result = await work();
  say(`${((performance.now() - from) / 1000).toFixed(1).padStart(6)} s  ${name}`);
  return result;
}

const assembly = values.assembly
  ? resolve(values.assembly)
  : (await timed("build", () => buildAssembly({ site: false }))).directory;
if (wanted.includes("cold-start")) tell(await timed("cold-start", () => measureColdStarts(assembly)));
const chosen = parts.filter((part) => wanted.includes(part.name));
if (chosen.length > 0) {
  const studio = await timed("start", () => openStudio(assembly, say));
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void studio.close().finally(() => process.exit(1)));
  }
  try {
    if (chosen.some((part) => part.isBatch)) await timed("warm up", () => warmUp(studio));
    for (const part of chosen) tell(await timed(part.name, () => part.measure(studio)));
  } finally {
    await studio.close();
  }
}
if (wanted.includes("web")) {
  const { directory } = await timed("build with the site", () => buildAssembly());
  tell(await timed("web", () => measureWeb(directory, say)));
}
if (!values.json) printTable(figures);
say(`${((performance.now() - began) / 1000).toFixed(1).padStart(6)} s  in all`);
