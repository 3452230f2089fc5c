import { Weights } from "@vixen/core/avatar";
import { onStep } from "../lib/on-step.ts";

export const handler = onStep("copy-weights", ({ avatarId }) => Weights.copy(avatarId));
