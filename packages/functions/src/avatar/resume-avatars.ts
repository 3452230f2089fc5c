import { IdentityCheck, Removal } from "@vixen/core/avatar";
import * as Actor from "@vixen/core/kit/actor.ts";
import { allOf, onSchedule } from "../lib/on-schedule.ts";

export const handler = onSchedule("avatars_resumed", () =>
  allOf([
    async () => ({ removalsAsked: await Actor.asSystem("sweep-removals", Removal.sweep) }),
    async () => ({ checksAsked: await Actor.asSystem("sweep-identity-checks", IdentityCheck.sweep) }),
  ]),
);
