import { Setup } from "@vixen/core/avatar";
import { onStep } from "../lib/on-step.ts";

export const handler = onStep("finish-setup", ({ avatarId, runId }) => Setup.finish(avatarId, runId));
