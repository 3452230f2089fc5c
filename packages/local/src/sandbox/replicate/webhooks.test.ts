import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import { json, type Received, receiver, sandboxForTest, until } from "../testing/sandbox-test.ts";
import { replicateClient } from "./testing.ts";

const model = "black-forest-labs/flux-dev";

async function bought(sandbox: { url: string }, webhook: string, seed = 1) {
  await json(`${sandbox.url}/replicate/__settings`, { body: { predictionMs: 100 } });
  return replicateClient(sandbox).predictions.create({
    model,
    input: { prompt: "portrait", seed, output_format: "jpg" },
    webhook,
    webhook_events_filter: ["completed"],
  });
}
const count = async (list: Received[], n: number) => until(() => (list.length >= n ? list : undefined));
const addFault = (sandbox: { url: string }, kind: string) =>
  json(`${sandbox.url}/__faults`, { body: { match: { provider: "replicate" }, kind, rate: 1, seed: 1 } });

describe("webhooks", () => {
  it("carry a signature that a Standard Webhooks library accepts, and no other secret's does", async () => {
    const sandbox = await sandboxForTest();
    const hook = await receiver();
    await bought(sandbox, hook.url);
    const [got] = await count(hook.received, 1);
    const secret = await replicateClient(sandbox).webhooks.default.secret.get();
    const headers = got?.headers as Record<string, string>;
    expect(new Webhook(secret.key).verify(got?.body ?? "", headers)).toMatchObject({ status: "succeeded" });
    expect(() => new Webhook("whsec_c29tZWJvZHkgZWxzZQ==").verify(got?.body ?? "", headers)).toThrow();
    expect(() => new Webhook(secret.key).verify(`${got?.body} `, headers)).toThrow();
  });

  it("are tried again under the same id until the receiver takes them", async () => {
    const sandbox = await sandboxForTest({ timeScale: 50 });
    const hook = await receiver((n) => (n < 3 ? 500 : 200));
    await bought(sandbox, hook.url);
    const got = await count(hook.received, 3);
    expect(new Set(got.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
  });

  it("come twice with one id when duplicated", async () => {
    const sandbox = await sandboxForTest();
    const hook = await receiver();
    await addFault(sandbox, "duplicate");
    await bought(sandbox, hook.url);
    const got = await count(hook.received, 2);
    expect(new Set(got.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
  });

  it("never come when lost, while the prediction itself is done", async () => {
    const sandbox = await sandboxForTest();
    const [lost, kept] = [await receiver(), await receiver()];
    await json(`${sandbox.url}/__faults`, {
      body: { match: { path: new URL(lost.url).host }, kind: "lost" },
    });
    const created = await bought(sandbox, lost.url, 1);
    const done = await replicateClient(sandbox).wait(created, { interval: 10 });
    await bought(sandbox, kept.url, 2);
    await count(kept.received, 1);
    expect(done.status).toBe("succeeded");
    expect(lost.received).toEqual([]);
  });

  it("come long after the end when late, and after an older state when out of order", async () => {
    const sandbox = await sandboxForTest({ timeScale: 100 });
    const hook = await receiver();
    await addFault(sandbox, "late");
    await bought(sandbox, hook.url);
    const [late] = await count(hook.received, 1);
    const sent = Number(late?.headers["webhook-timestamp"]) * 1000;
    expect(sent).toBeGreaterThanOrEqual(
      Math.floor(Date.parse(JSON.parse(late?.body ?? "").completed_at) / 1000) * 1000,
    );
    await json(`${sandbox.url}/__faults`, { method: "DELETE" });
    await addFault(sandbox, "out_of_order");
    await bought(sandbox, hook.url, 2);
    const got = await count(hook.received, 3);
    expect(got.slice(1).map(({ body }) => JSON.parse(body).status)).toEqual(["succeeded", "processing"]);
  });
});
