import { randomBytes } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { settingOnce } from "./database.ts";

/** Plainly fake: nobody may mistake one of these for a key that leaked. */
export const credentials = {
  openAiApiKey: "sandbox-openai-key",
  anthropicApiKey: "sandbox-anthropic-key",
  replicateApiToken: "sandbox-replicate-token",
  replicateOwner: "vixen-sandbox",
  r2AccessKeyId: "sandbox-r2-access-key-id",
  r2SecretAccessKey: "sandbox-r2-secret-access-key",
  mailFrom: "VixenBliss Sandbox <no-reply@sandbox.invalid>",
};

export const buckets = { media: "vixen-media", public: "vixen-public" };

/** Random per directory, so that two laptops do not accept each other's webhooks. */
export const webhookSecret = (database: DatabaseSync): string =>
  settingOnce(database, "replicate webhook secret", () => `whsec_${randomBytes(24).toString("base64")}`);
