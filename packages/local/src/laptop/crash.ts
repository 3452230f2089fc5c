import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { doWhatFollows } from "./afterwards.ts";
import type { Laptop } from "./laptop.ts";
import { runMainJob } from "./once.ts";

export type Kill = { where: string; afterMs: number };

/**
 * Does the main job, and what an operator does with a persona later on, while the cloud is killed: once at each
 * named line, and `kills` times at random moments. Answers the job's result and where it died.
 */
export async function runWithKills(
  laptop: Laptop,
  options: {
    seed: number;
    count: number;
    points: readonly string[];
    kills: number;
    onKill: (kill: Kill) => void;
  },
) {
  const started = performance.now();
  const kills: Kill[] = [];
  const waiting = new Set(options.points);
  const armed = new WeakSet<object>();
  const random = randomDelays(options.seed);
  let randomLeft = options.kills;
  let isDone = false;

  const died = (where: string) => {
    const kill = { where, afterMs: Math.round(performance.now() - started) };
    kills.push(kill);
    options.onKill(kill);
  };

  const keepAlive = async () => {
    while (!isDone) {
      await arm(laptop, waiting, armed);
      const isRandom = waiting.size === 0 && randomLeft > 0;
      const end = await Promise.race([
        laptop.cloud.ended.then(() => "exit" as const),
        isRandom ? sleep(random(), "kill" as const) : sleep(200, "look" as const),
      ]);
      if (isDone || end === "look") continue;
      if (end === "kill") {
        randomLeft--;
        laptop.cloud.process.kill("SIGKILL");
        await laptop.cloud.ended;
        died("at random");
      } else {
        const name = lastCrash(laptop);
        waiting.delete(name);
        died(name);
      }
      await laptop.restartCloud();
    }
  };

  const work = async () => {
    const result = await runMainJob(laptop, { seed: options.seed, count: options.count }, () => {});
    await doWhatFollows(laptop, result.avatar.id, result.batch.id);
    return result;
  };

  // Before anything is done: the first mail is sent within a second.
  await arm(laptop, waiting, armed);
  const alive = keepAlive();
  const result = await work().finally(() => {
    isDone = true;
  });
  await alive;
  return { result, kills, missed: [...waiting] };
}

/** Arms every point that was not met yet, once for each life of the cloud in a run. */
async function arm(laptop: Laptop, points: Set<string>, armed: WeakSet<object>): Promise<void> {
  if (armed.has(laptop.cloud)) return;
  armed.add(laptop.cloud);
  for (const name of points) {
    await fetch(`${laptop.console}/crash-points`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ name, hit: 1 }),
      // It may die in the middle of this: the next life is armed again.
    }).catch(() => undefined);
  }
}

function lastCrash(laptop: Laptop): string {
  const lines = readFileSync(laptop.crashFile, "utf8").trim().split("\n");
  return (JSON.parse(lines.at(-1) ?? "{}") as { name: string }).name;
}

/** Seeded waits between random kills: long enough for a start, short enough to strike in the middle of things. */
function randomDelays(seed: number): () => number {
  let state = seed || 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return 500 + (state % 4_000);
  };
}
