import { sweepExports } from "@vixen/core/content";
import * as Actor from "@vixen/core/kit/actor.ts";
import { onSchedule } from "../lib/on-schedule.ts";

export const handler = onSchedule("exports_resumed", async () => ({
  asked: await Actor.asSystem("sweep-exports", sweepExports),
}));
