import { submit } from "@vixen/core/generation";
import { failers } from "../lib/failers.ts";
import { onMessage } from "../lib/on-message.ts";

export const handler = onMessage("generation", ({ generationId }) => submit(generationId, failers));
