import { sweepSetups, Training } from "@vixen/core/avatar";
import { sweepCopy, sweepPlacements } from "@vixen/core/content";
import { reconcile } from "@vixen/core/generation";
import * as Actor from "@vixen/core/kit/actor.ts";
import { failers } from "../lib/failers.ts";
import { allOf, onSchedule } from "../lib/on-schedule.ts";

// One that fails must not keep the others from their work. The last asks Replicate, which may take all the time there
// is while that is out.
export const handler = onSchedule("reconciled", () =>
  allOf([
    async () => ({ copyResent: await Actor.asSystem("sweep-copy", sweepCopy) }),
    async () => ({ placesAsked: await Actor.asSystem("sweep-placements", sweepPlacements) }),
    () => Actor.asSystem("sweep-setups", sweepSetups),
    () => reconcile(failers, { match: Training.match, abandon: Training.abandon }),
  ]),
);
