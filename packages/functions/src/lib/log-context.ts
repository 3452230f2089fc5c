import { log } from "@vixen/core/kit/log.ts";
import type { Context } from "aws-lambda";

/** Every line of an invocation carries its function and request. */
export function enterLog(context: Context): void {
  log.addContext(context);
}
