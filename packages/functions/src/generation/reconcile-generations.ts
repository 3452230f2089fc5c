import { Training } from "@vixen/core/avatar";
import { sweepCopy, sweepPlacements } from "@vixen/core/content";
import { reconcile } from "@vixen/core/generation";
import * as Actor from "@vixen/core/kit/actor.ts";
import { failers } from "../lib/failers.ts";
import { onSchedule } from "../lib/on-schedule.ts";

export const handler = onSchedule("reconciled", async () => ({
  ...(await reconcile(failers, { match: Training.match, abandon: Training.abandon })),
  copyResent: await Actor.asSystem("sweep-copy", sweepCopy),
  placesAsked: await Actor.asSystem("sweep-placements", sweepPlacements),
}));
