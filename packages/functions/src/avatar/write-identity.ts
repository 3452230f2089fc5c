import { IdentityWriter } from "@vixen/core/avatar";
import { onStep } from "../lib/on-step.ts";

export const handler = onStep("write-identity", ({ avatarId }) => IdentityWriter.write(avatarId));
