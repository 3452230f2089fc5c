import { Training } from "@vixen/core/avatar";
import { Hook } from "@vixen/core/content";
import { reconcile } from "@vixen/core/generation";
import * as Actor from "@vixen/core/kit/actor.ts";
import { finishers } from "../lib/finishers.ts";
import { onSchedule } from "../lib/on-schedule.ts";

export const handler = onSchedule("reconciled", async () => ({
  ...(await reconcile(finishers, { match: Training.match, abandon: Training.abandon })),
  copyResent: await Actor.asSystem("sweep-copy", Hook.sweep),
}));
