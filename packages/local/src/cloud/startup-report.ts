/** Tells on stderr what a person must know of a start. */

import type { Timings } from "./timings.ts";

export function startupReport(problems: string[], timings: Timings): void {
  for (const problem of problems) console.error(`laptop cloud: ${problem}`);
  const parts = Object.entries(timings.all).map(([name, milliseconds]) => `${name} ${milliseconds} ms`);
  console.error(`laptop cloud: up (${parts.join(", ")})`);
}
