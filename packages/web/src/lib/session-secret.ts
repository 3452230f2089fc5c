import { GetParametersCommand, SSMClient } from "@aws-sdk/client-ssm";
import { z } from "zod";

const Session = z.object({ NEXTAUTH_SECRET: z.string().min(32) });
let pending: Promise<string> | undefined;

/** What seals the site's cookie: from the environment, or from the secret that the stack binds. */
export function sessionSecret(): Promise<string> {
  pending ??= read();
  // A failed look-up must not stay for the life of the container.
  pending.catch(() => {
    pending = undefined;
  });
  return pending;
}

async function read(): Promise<string> {
  const { NEXTAUTH_SECRET, SST_APP, SST_STAGE } = process.env;
  if (NEXTAUTH_SECRET) return NEXTAUTH_SECRET;
  const stages = [SST_STAGE, ".fallback"].map((stage) => `/sst/${SST_APP}/${stage}/Secret/Session/value`);
  const answer = await new SSMClient({}).send(
    new GetParametersCommand({ Names: stages, WithDecryption: true }),
  );
  const found = stages
    .map((name) => answer.Parameters?.find((parameter) => parameter.Name === name))
    .find((parameter) => parameter?.Value);
  if (!found?.Value) throw new Error("The secret Session has no value in this stage: run sst secrets set.");
  return Session.parse(JSON.parse(found.Value)).NEXTAUTH_SECRET;
}
