import { messageOf } from "@vixen/core/kit/error.ts";
import { log } from "@vixen/core/kit/log.ts";
import type { Context } from "aws-lambda";
import { enterLog } from "./log-context.ts";

/** Runs on a schedule; what `run` answers is logged under `name`. */
export function onSchedule(name: string, run: () => Promise<Record<string, unknown>>) {
  return async (_event: unknown, context: Context): Promise<void> => {
    enterLog(context);
    log.info(name, await run());
  };
}

/** Does each job, one after the other whatever becomes of those before it; then throws the first failure. */
export async function allOf(
  jobs: (() => Promise<Record<string, unknown>>)[],
): Promise<Record<string, unknown>> {
  const done: Record<string, unknown> = {};
  const failures: unknown[] = [];
  for (const job of jobs) {
    try {
      Object.assign(done, await job());
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length === 0) return done;
  for (const error of failures.slice(1)) log.error("job_failed", { reason: messageOf(error) });
  throw failures[0];
}
