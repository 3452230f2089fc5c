import { createHash, createHmac } from "node:crypto";
import { z } from "zod";
import { sleep } from "./clock.ts";

const Answer = z.object({
  Parameters: z.array(z.object({ Name: z.string(), Value: z.string() })).default([]),
});
const tries = 3;

/**
 * The first of the named SSM parameters that has a value. One signed request by hand: the SDK's client for SSM is
 * 190 kB of every bundle, for this one operation.
 */
export async function readParameter(names: string[]): Promise<string | undefined> {
  const body = JSON.stringify({ Names: names, WithDecryption: true });
  for (let index = 1; ; index++) {
    const response = await send(body).catch((error: unknown) => {
      if (index === tries) throw error;
    });
    if (response?.ok) {
      const { Parameters } = Answer.parse(await response.json());
      const values = new Map(Parameters.map((parameter) => [parameter.Name, parameter.Value]));
      return names.map((name) => values.get(name)).find((value) => value !== undefined && value !== "");
    }
    const isPassing = !response || response.status >= 500 || response.status === 429;
    if (!isPassing || index === tries) {
      throw new Error(`SSM refused GetParameters: ${response?.status} ${await response?.text()}`);
    }
    await sleep(100 * 2 ** index);
  }
}

function send(body: string): Promise<Response> {
  const { AWS_REGION = "", AWS_ENDPOINT_URL_SSM, AWS_ENDPOINT_URL } = process.env;
  const url = new URL(AWS_ENDPOINT_URL_SSM ?? AWS_ENDPOINT_URL ?? `https://ssm.${AWS_REGION}.amazonaws.com`);
  const { host, ...headers } = signed(body, url.host, AWS_REGION);
  return fetch(url.origin, { method: "POST", headers, body, signal: AbortSignal.timeout(5_000) });
}

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();

/** Signature Version 4 with the credentials that Lambda puts into the environment. */
function signed(body: string, host: string, region: string): Record<string, string> {
  const { AWS_ACCESS_KEY_ID = "", AWS_SECRET_ACCESS_KEY = "", AWS_SESSION_TOKEN } = process.env;
  const stamp = new Date().toISOString().replace(/[-:]|\.\d{3}/g, "");
  // In the order of their names, as they are signed.
  const headers: Record<string, string> = {
    "content-type": "application/x-amz-json-1.1",
    host,
    "x-amz-date": stamp,
    ...(AWS_SESSION_TOKEN ? { "x-amz-security-token": AWS_SESSION_TOKEN } : {}),
    "x-amz-target": "AmazonSSM.GetParameters",
  };
  const names = Object.keys(headers).join(";");
  const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}`);
  const request = ["POST", "/", "", ...lines, "", names, sha256(body)].join("\n");
  const day = stamp.slice(0, 8);
  const scope = `${day}/${region}/ssm/aws4_request`;
  const key = [region, "ssm", "aws4_request"].reduce(hmac, hmac(`AWS4${AWS_SECRET_ACCESS_KEY}`, day));
  const signature = hmac(key, ["AWS4-HMAC-SHA256", stamp, scope, sha256(request)].join("\n")).toString("hex");
  const authorization = `AWS4-HMAC-SHA256 Credential=${AWS_ACCESS_KEY_ID}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
  return { ...headers, authorization };
}
