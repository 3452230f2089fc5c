import { submit } from "@vixen/core/generation";
import { finishers } from "../lib/finishers.ts";
import { onMessage } from "../lib/on-message.ts";

export const handler = onMessage("generation", ({ generationId }) => submit(generationId, finishers));
