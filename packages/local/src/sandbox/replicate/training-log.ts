import type { Job } from "./job.ts";

const linesKept = 20;

/** What the trainer prints of a run: a bar of tqdm that is written over itself, line after line. */
export function trainingLog(job: Job, now: number): string {
  const steps = typeof job.input.steps === "number" ? job.input.steps : 1000;
  const lasts = Math.max(1, job.endsAt - job.startsAt);
  const share = Math.min(1, Math.max(0, (now - job.startsAt) / lasts));
  const done = Math.floor(steps * share);
  const first = Math.max(0, done - linesKept + 1);
  return Array.from({ length: done - first + 1 }, (_, index) => barOf(first + index, steps)).join("");
}

/** Seconds are those of the trainer's hardware, whatever the clock here. */
function barOf(done: number, steps: number): string {
  const percent = String(Math.floor((done / steps) * 100)).padStart(3);
  const time = `${clock(done * 1.2)}<${clock((steps - done) * 1.2)}`;
  return `flux_train_replicate: ${percent}%|${"█".repeat(Math.floor((done / steps) * 10)).padEnd(10)}| ${done}/${steps} [${time},  1.20s/it, lr: 4.0e-04 loss: 3.412e-01]\r`;
}

const clock = (seconds: number): string =>
  `${String(Math.floor(seconds / 60)).padStart(2, "0")}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
