import { parseArgs } from "node:util";
import { doJobApart } from "../packages/local/src/laptop/apart.ts";
import { buildAssembly } from "./build/build.ts";

/** `npm run test:storm`: for each seed the main job calm and in a storm. Whatever fails, the same pieces come out. */
const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "1,2,3" },
    count: { type: "string", default: "50" },
  },
});
const seeds = values.seeds.split(",").map(Number);
const count = Number(values.count);
if (seeds.some((seed) => !Number.isInteger(seed)) || !Number.isInteger(count) || count < 1) {
  console.error("--seeds takes whole numbers with commas between, --count a whole number.");
  process.exit(2);
}

const { directory: assembly } = await buildAssembly({ site: false });
const run = (seed: number, faults?: "storm") =>
  doJobApart(assembly, { seed, count, faults }, async () => undefined);

const heading = ["seed", "", "ready", "review", "blocked", "failed", "duplicates", "trainings", "seconds"];
const print = (cells: (string | number)[]) =>
  console.log(cells.map((cell) => String(cell).padStart(12)).join(""));
print(heading);

const runs = [];
for (const seed of seeds) {
  const calm = await run(seed);
  printRun(seed, "calm", calm);
  const storm = await run(seed, "storm");
  printRun(seed, "storm", storm);
  const differences = calm.verdicts
    .map((verdict, index) => ({ calm: verdict, storm: storm.verdicts[index] }))
    .filter((pair) => pair.calm !== pair.storm);
  for (const pair of differences) console.log(`  calm: ${pair.calm}   storm: ${pair.storm}`);
  runs.push({
    seed,
    ok: calm.result.ok && storm.result.ok && differences.length === 0,
    isSame: differences.length === 0,
    calm: summaryOf(calm),
    storm: summaryOf(storm),
  });
}
const isOk = runs.every(({ ok }) => ok);
console.log(JSON.stringify({ ok: isOk, count, runs }));
process.exitCode = isOk ? 0 : 1;

type Run = Awaited<ReturnType<typeof run>>;

function summaryOf({ result: { batch, bought, durationMs } }: Run) {
  const { ready, review, blocked, failed } = batch;
  return { ready, review, blocked, failed, ...bought, durationMs };
}

function printRun(seed: number, name: string, one: Run): void {
  const { ready, review, blocked, failed, duplicates, trainings, durationMs } = summaryOf(one);
  print([seed, name, ready, review, blocked, failed, duplicates, trainings, (durationMs / 1000).toFixed(1)]);
}
