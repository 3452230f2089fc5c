import { execFileSync } from "node:child_process";
import { type Figure, figure, median } from "./figure.ts";
import type { Studio } from "./studio.ts";

/** Milliseconds of an empty Node process, from start to end. */
export function emptyNode(times = 5): number {
  const runs = Array.from({ length: times }, () => {
    const began = performance.now();
    execFileSync(process.execPath, ["--eval", ""]);
    return performance.now() - began;
  });
  return median(runs);
}

/** From the command to a cloud and sandboxes that answer, on a new folder and on one that was in use. */
export async function measureStartUp(studio: Studio): Promise<Figure[]> {
  const { laptop } = studio;
  const beside = { baseline: emptyNode() / 1000, against: "an empty Node process", goal: "≤ 5 s" };
  const again: number[] = [];
  for (let run = 0; run < 3; run++) {
    await laptop.cloud.stop();
    const began = performance.now();
    await laptop.restartCloud();
    again.push(performance.now() - began);
  }
  return [
    figure("laptop up, new data, sandboxes included", studio.startedInMs / 1000, "s", beside),
    figure("laptop cloud up, existing data", median(again) / 1000, "s", beside),
  ];
}
