import { buckets, credentials, webhookSecret } from "./frame/credentials.ts";
import { createFrame } from "./frame/frame.ts";

/** The laptop cloud's `--secrets`, by owner, for all providers simulated by the sandbox at `urls` in `dir`. */
export function sandboxSecrets(urls: { url: string; s3Url: string }, dir: string) {
  const frame = createFrame({ dir, timeScale: 1, seed: 1 });
  const secret = webhookSecret(frame.database);
  frame.database.close();
  return {
    OpenAi: { OPENAI_API_KEY: credentials.openAiApiKey, OPENAI_BASE_URL: `${urls.url}/openai/v1` },
    Anthropic: {
      ANTHROPIC_API_KEY: credentials.anthropicApiKey,
      ANTHROPIC_BASE_URL: `${urls.url}/anthropic`,
    },
    Replicate: {
      REPLICATE_API_TOKEN: credentials.replicateApiToken,
      REPLICATE_BASE_URL: `${urls.url}/replicate/v1`,
      REPLICATE_WEBHOOK_SECRET: secret,
      REPLICATE_OWNER: credentials.replicateOwner,
    },
    Storage: {
      R2_ENDPOINT: urls.s3Url,
      R2_ACCESS_KEY_ID: credentials.r2AccessKeyId,
      R2_SECRET_ACCESS_KEY: credentials.r2SecretAccessKey,
      R2_BUCKET: buckets.media,
      R2_PUBLIC_BUCKET: buckets.public,
      R2_PUBLIC_URL: `${urls.url}/cdn`,
    },
    Mail: { MAIL_FROM: credentials.mailFrom },
  };
}
