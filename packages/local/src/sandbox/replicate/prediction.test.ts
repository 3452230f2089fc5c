import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { readTruth } from "../picture/truth.ts";
import { json, receiver, sandboxForTest, until } from "../testing/sandbox-test.ts";
import { ended, picture, replicateClient, stored } from "./testing.ts";

const fluxDev = "black-forest-labs/flux-dev";
const kontext = "black-forest-labs/flux-kontext-dev";
const headers = { authorization: "Bearer sandbox-replicate-token" };
const input = {
  prompt: "portrait of a woman with red hair",
  seed: 77,
  aspect_ratio: "4:5",
  output_format: "jpg",
};

async function fetched(url: string) {
  const response = await fetch(url);
  return { status: response.status, bytes: Buffer.from(await response.arrayBuffer()) };
}

describe("predictions", () => {
  it("pass through their states and leave a picture of the person the seed stands for", async () => {
    const sandbox = await sandboxForTest();
    const replicate = replicateClient(sandbox);
    const created = await replicate.predictions.create({ model: fluxDev, input });
    expect(created).toMatchObject({ status: "starting", output: null, model: fluxDev, input });
    const states = new Set<string>();
    const done = await until(async () => {
      const now = await replicate.predictions.get(created.id);
      states.add(now.status);
      return now.status === "succeeded" ? now : undefined;
    });
    expect([...states]).toEqual(expect.arrayContaining(["processing", "succeeded"]));
    expect(done.metrics?.predict_time).toBeGreaterThanOrEqual(1.8);
    expect(done.metrics?.predict_time).toBeLessThanOrEqual(2.6);
    const { bytes } = await fetched(done.output[0]);
    expect(await sharp(bytes).metadata()).toMatchObject({ format: "jpeg", width: 816, height: 1024 });
    expect(await readTruth(bytes)).toMatchObject({
      persona: 77,
      look: { presentation: "feminine", hair: "red" },
    });
    const { body } = await json(`${sandbox.url}/__calls?provider=replicate`);
    expect(body.calls[0]).toMatchObject({
      method: "POST",
      path: `/replicate/v1/models/${fluxDev}/predictions`,
      status: 201,
      accepted: true,
      subject: created.id,
      billable: { kind: "image", model: fluxDev, unit: "image", quantity: 1 },
    });
  });

  it("show the person of the input image", async () => {
    const sandbox = await sandboxForTest();
    await json(`${sandbox.url}/replicate/__settings`, { body: { predictionMs: 0, flaws: false } });
    const replicate = replicateClient(sandbox);
    const image = await stored(sandbox, "face.jpg", await picture(4242));
    const created = await replicate.predictions.create({
      model: kontext,
      input: {
        prompt: "half-body shot, city street",
        input_image: image,
        seed: 5,
        output_format: "jpg",
        aspect_ratio: "4:5",
      },
    });
    const done = await replicate.wait(created, { interval: 20 });
    const { bytes } = await fetched(String(done.output));
    expect(await readTruth(bytes)).toMatchObject({ persona: 4242, hasFace: true });
  });

  it("fail with a reason when the input image cannot be had or the prompt is not safe", async () => {
    const sandbox = await sandboxForTest();
    await json(`${sandbox.url}/replicate/__settings`, { body: { predictionMs: 0 } });
    const replicate = replicateClient(sandbox);
    const run = async (model: `${string}/${string}`, changed: object) =>
      ended(replicate, await replicate.predictions.create({ model, input: { ...input, ...changed } }));
    const lost = await run(kontext, { input_image: `${sandbox.s3Url}/vixen-media/nothing.jpg` });
    expect(lost).toMatchObject({ status: "failed", error: expect.stringContaining("403") as string });
    const nude = await run(fluxDev, { prompt: "a nude person" });
    expect(nude).toMatchObject({
      status: "failed",
      error: expect.stringContaining("NSFW content detected") as string,
    });
  });

  it("refuse bad input, unknown versions and models, plain http webhooks and a missing token", async () => {
    const sandbox = await sandboxForTest();
    const base = `${sandbox.url}/replicate/v1`;
    const official = `${base}/models/${fluxDev}/predictions`;
    const post = (url: string, body: unknown) => json(url, { body, headers });
    expect(await post(official, { input: { ...input, prompt: 7, num_outputs: 9 } })).toMatchObject({
      status: 422,
      body: {
        title: "Input validation failed",
        invalid_fields: [{ field: "input.prompt" }, { field: "input.num_outputs" }],
      },
    });
    expect(await post(`${base}/predictions`, { version: "a".repeat(64), input })).toMatchObject({
      status: 422,
    });
    expect(await post(`${base}/models/nobody/nothing/predictions`, { input })).toMatchObject({ status: 404 });
    expect(await post(official, { input, webhook: "http://example.com/hook" })).toMatchObject({
      status: 422,
    });
    expect(await json(official, { body: { input } })).toMatchObject({ status: 401 });
    const { body } = await json(`${sandbox.url}/__ledger`);
    expect(body).toEqual({ predictions: 0, trainings: 0, duplicates: 0 });
  });

  it("can be found again by time, newest first, in pages of a hundred", async () => {
    const sandbox = await sandboxForTest();
    const replicate = replicateClient(sandbox);
    const create = (seed: number) =>
      replicate.predictions.create({ model: fluxDev, input: { ...input, seed } });
    const first = await create(0);
    for (let seed = 1; seed <= 104; seed++) await create(seed);
    const after = encodeURIComponent(first.created_at);
    const pages: { input: { seed: number } }[][] = [];
    let next: string | null = `${sandbox.url}/replicate/v1/predictions?created_after=${after}`;
    while (next) {
      const { body } = await json(next, { headers });
      pages.push(body.results);
      next = body.next;
    }
    expect(pages.map((page) => page.length)[0]).toBe(100);
    expect(pages.flat()[0]?.input.seed).toBe(104);
    expect(new Set(pages.flat().map((prediction) => prediction.input.seed)).has(50)).toBe(true);
    expect(pages.flat().some((prediction) => prediction.input.seed === 0)).toBe(false);
    await sandbox.close();
  });

  it("stop when canceled before they started, and cost nothing then", async () => {
    const sandbox = await sandboxForTest({ timeScale: 1 });
    const replicate = replicateClient(sandbox);
    await json(`${sandbox.url}/replicate/__settings`, { body: { predictionMs: 600_000 } });
    const created = await replicate.predictions.create({ model: fluxDev, input });
    const canceled = await replicate.predictions.cancel(created.id);
    expect(canceled).toMatchObject({ status: "canceled", output: null, metrics: {} });
    const { body } = await json(`${sandbox.url}/__calls?provider=replicate`);
    expect(body.calls[0].billable).toBeUndefined();
  });

  it("can be waited for in the call that creates them, and given a deadline", async () => {
    const sandbox = await sandboxForTest();
    const url = `${sandbox.url}/replicate/v1/models/${fluxDev}/predictions`;
    const waited = await json(url, { body: { input }, headers: { ...headers, prefer: "wait=30" } });
    expect(waited).toMatchObject({ status: 201, body: { status: "succeeded" } });
    await json(`${sandbox.url}/replicate/__settings`, { body: { predictionMs: 600_000 } });
    const late = await json(url, {
      body: { input: { ...input, seed: 2 } },
      headers: { ...headers, prefer: "wait=30", "cancel-after": "1s" },
    });
    expect(late.body).toMatchObject({ status: "aborted", output: null });
  });

  it("forget inputs, outputs and files one nominal hour after the end", async () => {
    const sandbox = await sandboxForTest({ timeScale: 3600 * 4 });
    const replicate = replicateClient(sandbox);
    const created = await replicate.predictions.create({ model: fluxDev, input });
    const done = await replicate.wait(created, { interval: 10 });
    const url = done.status === "succeeded" && done.output ? String(done.output[0]) : "";
    const gone = await until(async () => {
      const now = (await replicate.predictions.get(created.id)) as typeof done & { data_removed: boolean };
      return now.data_removed ? now : undefined;
    });
    expect(gone).toMatchObject({ status: "succeeded", input: {}, output: null });
    expect(url).toContain("/replicate/delivery/");
    expect((await fetched(url)).status).toBe(404);
  });

  it("are limited in number per minute, with the seconds to wait in the answer", async () => {
    const sandbox = await sandboxForTest({ timeScale: 1 });
    await json(`${sandbox.url}/replicate/__settings`, { body: { creationsPerMinute: 3 } });
    const url = `${sandbox.url}/replicate/v1/models/${fluxDev}/predictions`;
    const answers = [];
    for (let seed = 0; seed < 5; seed++)
      answers.push(await json(url, { body: { input: { ...input, seed } }, headers }));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 429, 429]);
    expect(answers[4]?.body.detail).toMatch(/^Request was throttled\. Your rate limit resets in ~\d+s\.$/);
  });

  it("count as duplicates when the same thing is bought twice, but not after a failure", async () => {
    const sandbox = await sandboxForTest();
    await json(`${sandbox.url}/replicate/__settings`, { body: { predictionMs: 0 } });
    const replicate = replicateClient(sandbox);
    const buy = async (changed: object) =>
      ended(
        replicate,
        await replicate.predictions.create({ model: fluxDev, input: { ...input, ...changed } }),
      );
    await buy({ prompt: "nude" });
    await buy({ prompt: "nude" });
    await buy({ seed: 1 });
    await buy({ seed: 2 });
    expect((await json(`${sandbox.url}/__ledger`)).body).toEqual({
      predictions: 4,
      trainings: 0,
      duplicates: 0,
    });
    await buy({ seed: 1 });
    expect((await json(`${sandbox.url}/__ledger`)).body).toEqual({
      predictions: 5,
      trainings: 0,
      duplicates: 1,
    });
  });

  it("tell the receiver of the webhook exactly what a later GET tells", async () => {
    const sandbox = await sandboxForTest();
    const hook = await receiver();
    const replicate = replicateClient(sandbox);
    const created = await replicate.predictions.create({
      model: fluxDev,
      input,
      webhook: `${hook.url}?attempt=att_1&kind=prediction`,
      webhook_events_filter: ["start", "completed"],
    });
    const all = await until(() => (hook.received.length === 2 ? hook.received : undefined));
    expect(all.map(({ url }) => url)).toEqual(Array(2).fill("/hook?attempt=att_1&kind=prediction"));
    expect(all.map(({ body }) => JSON.parse(body).status)).toEqual(["processing", "succeeded"]);
    expect(JSON.parse(all[1]?.body ?? "")).toEqual(await replicate.predictions.get(created.id));
  });
});
