import { z } from "zod";

/** The secrets of one owner are one JSON object, kept under this name. */
const groups = {
  Database: ["DATABASE_URL"],
  DatabaseAdmin: ["DATABASE_ADMIN_URL"],
  Auth: ["AUTH_JWT_PRIVATE_KEY", "AUTH_JWT_PUBLIC_KEY"],
  Sealing: ["SEALING_KEYS"],
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
  Mail: ["MAIL_FROM"],
  Site: ["SITE_KEY"],
} as const;

export type SecretGroup = keyof typeof groups;
type SecretName = (typeof groups)[SecretGroup][number];

const groupOf = new Map<string, SecretGroup>(
  Object.entries(groups).flatMap(([group, names]) => names.map((name) => [name, group as SecretGroup])),
);
const secretsShape = z.record(z.string(), z.string());
const loaded = new Map<SecretGroup, Promise<Record<string, string>>>();

/** The value of a secret, or undefined when its group is bound but does not name it. */
export async function findSecret(name: SecretName): Promise<string | undefined> {
  const plain = process.env[name];
  if (plain !== undefined) return plain;
  const group = groupOf.get(name);
  if (!group) throw new Error(`${name} belongs to no secret group.`);
  let pending = loaded.get(group);
  if (!pending) {
    pending = load(group);
    loaded.set(group, pending);
    // A failed look-up must not stay for the life of the container.
    pending.catch(() => loaded.delete(group));
  }
  return (await pending)[name];
}

/** The value of a secret; throws with the names to set when there is none. */
export async function secret(name: SecretName): Promise<string> {
  const value = await findSecret(name);
  if (value === undefined || value === "") {
    throw new Error(`${name} is not set: give it in the environment or in the secret ${groupOf.get(name)}.`);
  }
  return value;
}

/** A plain setting that the stack puts on the function. */
export function setting(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set on this function: add it where the stack defines it.`);
  return value;
}

async function load(group: SecretGroup): Promise<Record<string, string>> {
  const bound = process.env[`SST_Secret_value_${group}`];
  if (bound === undefined) return {};
  const text = bound === "__FETCH_FROM_SSM__" ? await fetchParameter(group) : bound;
  return secretsShape.parse(JSON.parse(text));
}

async function fetchParameter(group: SecretGroup): Promise<string> {
  // Only where a secret is bound: a laptop with everything in its environment never loads the SDK.
  const { readParameter } = await import("./parameter.ts");
  const [app, stage] = [setting("SST_APP"), setting("SST_STAGE")];
  const value = await readParameter([
    `/sst/${app}/${stage}/Secret/${group}/value`,
    `/sst/${app}/.fallback/Secret/${group}/value`,
  ]);
  if (!value)
    throw new Error(`The secret ${group} has no value in this stage: run sst secrets set ${group}.`);
  return value;
}
