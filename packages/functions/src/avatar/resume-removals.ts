import { Removal } from "@vixen/core/avatar";
import * as Actor from "@vixen/core/kit/actor.ts";
import { onSchedule } from "../lib/on-schedule.ts";

export const handler = onSchedule("removals_resumed", async () => ({
  asked: await Actor.asSystem("sweep-removals", Removal.sweep),
}));
