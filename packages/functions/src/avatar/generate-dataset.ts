import { Dataset } from "@vixen/core/avatar";
import { onWaitingStep } from "../lib/on-step.ts";

export const handler = onWaitingStep("generate-dataset", ({ avatarId, token }) =>
  Dataset.generate(avatarId, token),
);
