import { Training } from "@vixen/core/avatar";
import { onWaitingStep } from "../lib/on-step.ts";

export const handler = onWaitingStep("train-lora", ({ avatarId, token }) => Training.start(avatarId, token));
