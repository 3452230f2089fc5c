import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { exportPKCS8, exportSPKI, generateKeyPair } from "jose";

type Secrets = Record<string, Record<string, string>>;

/** The keys that sign access tokens, made on the first start and kept: a restart signs nobody out. */
export async function authSecrets(directory: string): Promise<Secrets> {
  const file = join(directory, "auth.json");
  if (existsSync(file)) return { Auth: JSON.parse(readFileSync(file, "utf8")) as Record<string, string> };
  const { privateKey, publicKey } = await generateKeyPair("EdDSA", { extractable: true });
  const auth = {
    AUTH_JWT_PRIVATE_KEY: await exportPKCS8(privateKey),
    AUTH_JWT_PUBLIC_KEY: await exportSPKI(publicKey),
  };
  writeFileSync(file, JSON.stringify(auth), { mode: 0o600 });
  return { Auth: auth };
}

/** What seals tokens at rest and the site's cookies, and what it proves a browser's address with; likewise kept. */
export function otherSecrets(directory: string): Secrets {
  return {
    Sealing: keptKey(join(directory, "sealing.json"), "SEALING_KEYS", "laptop:"),
    Session: keptKey(join(directory, "session.json"), "NEXTAUTH_SECRET"),
    Site: keptKey(join(directory, "site.json"), "SITE_KEY"),
  };
}

function keptKey(file: string, name: string, prefix = ""): Record<string, string> {
  if (!existsSync(file)) {
    const key = { [name]: `${prefix}${randomBytes(32).toString("base64url")}` };
    writeFileSync(file, JSON.stringify(key), { mode: 0o600 });
  }
  return JSON.parse(readFileSync(file, "utf8")) as Record<string, string>;
}

/** The names whose presence in the environment switches a provider from its sandbox to the real one. */
const realKeys: Record<string, string[]> = {
  OpenAi: ["OPENAI_API_KEY", "OPENAI_BASE_URL"],
  Anthropic: ["ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL"],
  Replicate: ["REPLICATE_API_TOKEN", "REPLICATE_BASE_URL", "REPLICATE_WEBHOOK_SECRET", "REPLICATE_OWNER"],
  Storage: [
    "R2_ENDPOINT",
    "R2_ACCESS_KEY_ID",
    "R2_SECRET_ACCESS_KEY",
    "R2_BUCKET",
    "R2_PUBLIC_BUCKET",
    "R2_PUBLIC_URL",
  ],
};

/** Replaces a provider's sandbox by what the environment says, where its first name (the key) is set. */
export function withRealKeys(secrets: Secrets, environment = process.env): Secrets {
  const groups = Object.entries(secrets).map(([group, values]): [string, Record<string, string>] => {
    const names = realKeys[group] ?? [];
    const [key] = names;
    if (!key || !environment[key]) return [group, values];
    const given = names.flatMap((name) => (environment[name] ? [[name, environment[name]] as const] : []));
    return [group, Object.fromEntries(given)];
  });
  return Object.fromEntries(groups);
}
