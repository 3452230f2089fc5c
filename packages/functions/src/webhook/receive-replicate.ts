import { ReplicateWebhook } from "@vixen/core/webhook";
import { onWebhook } from "../lib/on-webhook.ts";

export const handler = onWebhook(ReplicateWebhook.receive);
