import { BatchCancellation } from "@vixen/core/content";
import { onMessage } from "../lib/on-message.ts";

export const handler = onMessage("batch-cancel", ({ batchId }) => BatchCancellation.carryOut(batchId));
