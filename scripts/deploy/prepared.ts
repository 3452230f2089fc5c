import { existsSync } from "node:fs";
import { join } from "node:path";
import { isPermanentStage, root } from "./step.ts";

/**
 * Refuses what would only show after the deployment: a function that cannot start, a browser that is turned away, an
 * alarm that nobody hears.
 */
export function refuseHalfPrepared(
  stage: string,
  environment: Record<string, string | undefined> = process.env,
  modules = join(root, "node_modules"),
): void {
  if (!existsSync(join(modules, "@img/sharp-linux-arm64"))) {
    throw new Error("sharp's arm64 package is missing: run scripts/deploy/install-arm64.ts first.");
  }
  if (!isPermanentStage(stage)) return;
  if (!environment.WEB_ORIGIN?.startsWith("https://")) {
    throw new Error("WEB_ORIGIN must be the site's https address: the API allows no other origin.");
  }
  if (!/^\S+@\S+$/.test(environment.ALARM_EMAIL ?? "")) {
    throw new Error("ALARM_EMAIL must be an address: without one nobody hears the stage's alarms.");
  }
}
