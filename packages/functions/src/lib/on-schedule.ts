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
