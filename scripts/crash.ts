import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { runWithKills } from "../packages/local/src/laptop/crash.ts";
import { crashPoints, crashPointsOfAnotherRun } from "../packages/local/src/laptop/crash-points.ts";
import { startLaptop } from "../packages/local/src/laptop/laptop.ts";
import { buildAssembly } from "./build/build.ts";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    kills: { type: "string", default: "10" },
    count: { type: "string", default: "20" },
  },
});

const { directory: assembly } = await buildAssembly({ site: false });
const directory = mkdtempSync(join(tmpdir(), "vixenbliss-crash-"));
const laptop = await startLaptop({ directory, assembly, timeScale: 20, seed: Number(values.seed) });

const onKill = ({ where, afterMs }: { where: string; afterMs: number }) =>
  console.log(`${(afterMs / 1000).toFixed(1).padStart(7)} s  killed ${where}`);
const seed = Number(values.seed);
const common = { count: Number(values.count), onKill };

// First at every line between the beats, then at moments nobody chose; each run with a persona of its own.
const runs: Awaited<ReturnType<typeof runWithKills>>[] = [];
let left = Number(values.kills);
try {
  runs.push(await runWithKills(laptop, { ...common, seed, points: crashPoints, kills: 0 }));
  for (let run = 1; left > 0 && run <= 10; run++) {
    const points = run === 1 ? crashPointsOfAnotherRun : [];
    const random = await runWithKills(laptop, { ...common, seed: seed + 1_000 * run, points, kills: left });
    left -= random.kills.filter((kill) => kill.where === "at random").length;
    runs.push(random);
  }
} catch (error) {
  console.error(error);
} finally {
  // Both are processes of their own, which would outlive this one.
  await laptop.stop();
}

const missed = runs.flatMap((run) => run.missed);
const bought = runs.at(-1)?.result.bought;
// Each run has a persona of its own, and each persona one training.
const isBoughtOnce = bought?.duplicates === 0 && bought.trainings === runs.length;
const isOk = isBoughtOnce && runs.every((run) => run.result.ok) && missed.length === 0 && left <= 0;
console.log(
  JSON.stringify({
    ok: isOk,
    kills: runs.reduce((sum, run) => sum + run.kills.length, 0),
    missed,
    bought,
    batches: runs.map((run) => run.result.batch),
  }),
);
if (isOk) {
  rmSync(directory, { recursive: true, force: true });
} else {
  console.error(`Not as it should be. State and logs: ${directory}`);
  process.exitCode = 1;
}
