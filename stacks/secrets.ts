import { Config, type StackContext } from "sst/constructs";

/**
 * One secret per owner, a JSON object of environment names: `sst secrets set OpenAi '{"OPENAI_API_KEY":"…"}'`.
 * A function is bound to whole owners, never to single keys. R2's are in `storage.ts`.
 */
export function Secrets({ stack }: StackContext) {
  return Config.Secret.create(
    stack,
    "Database", // DATABASE_URL: the transaction pooler, a login role without a grant
    "DatabaseAdmin", // DATABASE_ADMIN_URL: direct, for migrations alone
    "Auth", // AUTH_JWT_PRIVATE_KEY, AUTH_JWT_PUBLIC_KEY
    "Sealing", // SEALING_KEYS: tokens at rest
    "OpenAi", // OPENAI_API_KEY, OPENAI_BASE_URL?
    "Anthropic", // ANTHROPIC_API_KEY, ANTHROPIC_BASE_URL?
    "Replicate", // REPLICATE_API_TOKEN, REPLICATE_BASE_URL?, REPLICATE_WEBHOOK_SECRET, REPLICATE_OWNER
    "Mail", // MAIL_FROM
    "Session", // NEXTAUTH_SECRET: seals the site's cookie
    "Site", // SITE_KEY: the site proves with it which address a browser came from
  );
}
