import { expect, it } from "vitest";
import type { Job } from "../../lib/api-type.ts";
import { jobNow } from "./running.ts";

const job = (progress: number, etaSeconds: number | null) => ({ kind: "setup", progress, etaSeconds }) as Job;
const batch = (done: number, etaSeconds: number) =>
  ({ kind: "batch", done, total: 50, progress: done / 50, etaSeconds }) as Job;

it.each([
  ["goes on between two answers", job(0.5, 100), 50, { progress: 0.75, secondsLeft: 50 }],
  ["waits before its end when it takes longer", job(0.5, 10), 60, { progress: 0.97, secondsLeft: 0 }],
  ["never falls back behind what was answered", job(0.99, 10), 0, { progress: 0.99, secondsLeft: 10 }],
  ["stands where nothing can be said", job(0.2, null), 30, { progress: 0.2, secondsLeft: null }],
  ["is one piece ahead at most", batch(10, 100), 60, { progress: 0.22, secondsLeft: 40 }],
  ["says nothing of the end where it is late", batch(0, 1), 2, { progress: 0.02, secondsLeft: null }],
  ["says that it ends where nearly all is done", batch(48, 2), 1, { progress: 0.97, secondsLeft: 1 }],
  ["does not run ahead of a clock that was put back", job(0.2, 60), -30, { progress: 0.2, secondsLeft: 60 }],
])("a bar %s", (_name, given, seconds, expected) => {
  expect(jobNow(given, seconds)).toEqual(expected);
});
