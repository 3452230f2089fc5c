import { Curation } from "@vixen/core/avatar";
import { onStep } from "../lib/on-step.ts";

export const handler = onStep("pack-dataset", ({ avatarId }) => Curation.pack(avatarId));
