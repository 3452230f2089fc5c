import { createHmac, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { startChild } from "../child.ts";
import { demoLogin } from "../once.ts";
import { type Figure, figure, percentile } from "./figure.ts";
import { openLoop, type Shot } from "./open-loop.ts";
import type { Studio } from "./studio.ts";

const load = { perSecond: 200, seconds: 5 };
// Before it is measured a path is walked for a second: workers start and the compiler has seen the code.
const warmUp = { perSecond: 50, seconds: 2 };

const Secrets = z.object({ Replicate: z.object({ REPLICATE_WEBHOOK_SECRET: z.string() }) });
const Jobs = z.object({ results: z.array(z.object({ id: z.string() })).min(1) });

/** The API's and the webhook's answer times under a steady load, beside a server that does nothing. */
export async function measureRequests(studio: Studio): Promise<Figure[]> {
  const bare = await startChild(
    join(import.meta.dirname, "bare-server.ts"),
    [],
    join(studio.directory, "bare.log"),
  );
  try {
    const { url } = z.object({ url: z.string() }).parse(bare.ready);
    const read = await readingShot(studio);
    const webhook = await webhookShot(studio);
    const empty = await measure(() => ({ method: "GET", url, headers: {} }));
    const reading = await measure(read);
    const posted = webhook(0);
    const emptyPost = await measure(() => ({ ...posted, url }));
    const webhooks = await measure(webhook);
    const at = `${load.perSecond}/s`;
    const against = "bare node:http under the same load";
    return [
      figure(`GET /avatars/{id} at ${at}, p50`, percentile(reading, 0.5), "ms", {
        baseline: percentile(empty, 0.5),
        against,
      }),
      figure(`GET /avatars/{id} at ${at}, p99`, percentile(reading, 0.99), "ms", {
        baseline: percentile(empty, 0.99),
        against,
      }),
      figure(`webhook acknowledged at ${at}, p50`, percentile(webhooks, 0.5), "ms", {
        baseline: percentile(emptyPost, 0.5),
        against,
      }),
      figure(`webhook acknowledged at ${at}, p99`, percentile(webhooks, 0.99), "ms", {
        baseline: percentile(emptyPost, 0.99),
        against,
      }),
    ];
  } finally {
    await bare.stop();
  }
}

async function measure(makeShot: (index: number) => Shot): Promise<number[]> {
  await openLoop(makeShot, warmUp);
  return openLoop(makeShot, load);
}

async function readingShot({ laptop, avatarId }: Studio): Promise<() => Shot> {
  const url = `${laptop.api}/api/v1/avatars/${await avatarId()}`;
  const response = await fetch(`${laptop.api}/api/v1/auth/sign-in`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(demoLogin),
  });
  const { accessToken } = z.object({ accessToken: z.string() }).parse(await response.json());
  return () => ({ method: "GET", url, headers: { authorization: `Bearer ${accessToken}` } });
}

/**
 * Signed webhooks of a prediction that was settled long ago, each with its own id. Their messages go through the
 * queue to the collector, which finds nothing left to do but shares the two cores while we measure.
 */
async function webhookShot({ laptop, directory }: Studio): Promise<(index: number) => Shot> {
  const secrets = Secrets.parse(JSON.parse(readFileSync(join(directory, "secrets.json"), "utf8")));
  const key = Buffer.from(secrets.Replicate.REPLICATE_WEBHOOK_SECRET.slice("whsec_".length), "base64");
  const list = await fetch(`${laptop.sandboxUrl}/replicate/v1/predictions`, {
    headers: { authorization: "Bearer bench" },
  });
  const [job] = Jobs.parse(await list.json()).results;
  const body = JSON.stringify({ ...job, status: "succeeded" });
  const url = laptop.functionUrls["receive-replicate"];
  if (!url) throw new Error("The cloud has no function URL receive-replicate.");
  return () => {
    const id = `msg_${randomUUID()}`;
    const timestamp = String(Math.floor(Date.now() / 1000));
    const signature = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
    const headers = {
      "content-type": "application/json",
      "webhook-id": id,
      "webhook-timestamp": timestamp,
      "webhook-signature": `v1,${signature}`,
    };
    return { method: "POST", url, headers, body };
  };
}
