import { log } from "@vixen/core/kit/log.ts";
import { limitTime } from "@vixen/core/kit/time-left.ts";
import type { Context } from "aws-lambda";

/** Every line of an invocation carries its function and request, and nothing in it waits for longer than it may run. */
export function enterLog(context: Context): void {
  log.addContext(context);
  limitTime(() => context.getRemainingTimeInMillis());
}
