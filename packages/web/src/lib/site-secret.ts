import { GetParametersCommand, SSMClient } from "@aws-sdk/client-ssm";
import { z } from "zod";

/** The groups that the stack binds to the site, with the name inside. */
const groups = { NEXTAUTH_SECRET: "Session", SITE_KEY: "Site" } as const;
type Name = keyof typeof groups;

const pending = new Map<Name, Promise<string>>();

/** What seals the site's cookie: from the environment, or from the secret that the stack binds. */
export const sessionSecret = (): Promise<string> => secret("NEXTAUTH_SECRET");

/** What the site vouches with to the API for a browser's address. */
export const siteKey = (): Promise<string> => secret("SITE_KEY");

function secret(name: Name): Promise<string> {
  const known = pending.get(name);
  if (known) return known;
  const value = read(name);
  pending.set(name, value);
  // A failed look-up must not stay for the life of the container.
  value.catch(() => pending.delete(name));
  return value;
}

async function read(name: Name): Promise<string> {
  const { [name]: given, SST_APP, SST_STAGE } = process.env;
  if (given) return given;
  const group = groups[name];
  const stages = [SST_STAGE, ".fallback"].map((stage) => `/sst/${SST_APP}/${stage}/Secret/${group}/value`);
  const answer = await new SSMClient({}).send(
    new GetParametersCommand({ Names: stages, WithDecryption: true }),
  );
  const found = stages
    .map((path) => answer.Parameters?.find((parameter) => parameter.Name === path))
    .find((parameter) => parameter?.Value);
  if (!found?.Value) throw new Error(`The secret ${group} has no value in this stage: run sst secrets set.`);
  const values = z.record(z.string(), z.string()).parse(JSON.parse(found.Value));
  return z.string().min(32).parse(values[name]);
}
