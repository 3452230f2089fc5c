import type { Job } from "../../lib/api-type.ts";

/** What is left to do may take longer than was thought: the bar waits before its end. */
const farthest = 0.97;
/** With this much of it open, few seconds left mean that it takes longer than was thought. */
const nearlyAll = 0.9;
const fewSeconds = 5;

/** A job as it stands some seconds after it was asked about, if it goes on as expected. */
export function jobNow(job: Job, secondsSince: number): { progress: number; secondsLeft: number | null } {
  const { progress, etaSeconds, kind, total } = job;
  if (etaSeconds === null || etaSeconds <= 0) return { progress, secondsLeft: etaSeconds };
  const share = Math.min(1, Math.max(0, secondsSince) / etaSeconds);
  // What is counted is no more than one ahead of the count: the next answer would take the rest back.
  const most = kind === "setup" ? farthest : Math.min(farthest, progress + 1 / total);
  const now = Math.max(progress, Math.min(most, progress + (1 - progress) * share));
  const left = Math.max(0, etaSeconds - Math.max(0, secondsSince));
  return { progress: now, secondsLeft: left < fewSeconds && now < nearlyAll ? null : left };
}

/** Where a job is shown. */
export function placeOf({ kind, id }: Pick<Job, "kind" | "id">) {
  if (kind === "export") return "/library";
  if (kind === "removal") return `/avatars/${id}/removal` as const;
  return kind === "batch" ? (`/batches/${id}` as const) : (`/avatars/${id}` as const);
}
