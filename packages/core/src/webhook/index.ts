export * as ReplicateWebhook from "./replicate.ts";
