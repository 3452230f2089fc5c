import { describe, expect, it } from "vitest";
import { readTruth } from "../picture/truth.ts";
import { json, receiver, sandboxForTest, until } from "../testing/sandbox-test.ts";
import { modelToTrain, replicateClient, stored, trainerVersion, trainingZip } from "./testing.ts";

const options = (destination: `${string}/${string}`, url: string) => ({
  destination,
  input: { input_images: url, trigger_word: "VXNJADE", steps: 1000, lora_rank: 16, autocaption: false },
});

describe("trainings", () => {
  it("give a version that makes pictures of the person in the zip, and weights to keep", async () => {
    const sandbox = await sandboxForTest({ timeScale: 200 });
    await json(`${sandbox.url}/replicate/__settings`, { body: { flaws: false } });
    const replicate = replicateClient(sandbox);
    const destination = await modelToTrain(replicate, "jade");
    const url = await stored(sandbox, "jade.zip", await trainingZip(90_210, 12));
    const created = await replicate.trainings.create(
      "ostris",
      "flux-dev-lora-trainer",
      trainerVersion,
      options(destination, url),
    );
    expect(created.status).toBe("starting");
    const done = await until(async () => {
      const now = await replicate.trainings.get(created.id);
      return now.status === "succeeded" ? now : undefined;
    });
    const [name, version = ""] = String(done.output?.version).split(":");
    expect(name).toBe(destination);
    expect(version).toMatch(/^[0-9a-f]{64}$/);
    const weights = Buffer.from(await (await fetch(String(done.output?.weights))).arrayBuffer());
    expect(weights.toString("latin1", 257, 262)).toBe("ustar");

    const made = await replicate.predictions.create({
      version,
      input: {
        prompt: "VXNJADE in a cafe",
        seed: 3,
        aspect_ratio: "4:5",
        output_format: "jpg",
        num_outputs: 1,
      },
    });
    const piece = await replicate.wait(made, { interval: 20 });
    const picture = Buffer.from(await (await fetch(piece.output[0])).arrayBuffer());
    expect((await readTruth(picture))?.persona).toBe(90_210);

    const { body } = await json(`${sandbox.url}/__calls?provider=replicate`);
    const bills = body.calls.flatMap((call: { billable?: unknown }) => call.billable ?? []);
    expect(bills).toEqual([
      {
        kind: "training",
        model: "ostris/flux-dev-lora-trainer",
        unit: "millisecond",
        quantity: Math.round((done.metrics?.predict_time ?? 0) * 1000),
      },
      {
        kind: "image",
        model: "lora",
        unit: "millisecond",
        quantity: Math.round((piece.metrics?.predict_time ?? 0) * 1000),
      },
    ]);
  });

  it("make a version whose canceled run is billed for half its time", async () => {
    const sandbox = await sandboxForTest({ timeScale: 1000 });
    const replicate = replicateClient(sandbox);
    const destination = await modelToTrain(replicate, "jade");
    const url = await stored(sandbox, "jade.zip", await trainingZip(3, 10));
    const training = await replicate.trainings.create(
      "ostris",
      "flux-dev-lora-trainer",
      trainerVersion,
      options(destination, url),
    );
    const version = await until(async () => {
      const now = await replicate.trainings.get(training.id);
      return now.output ? String(now.output.version).split(":")[1] : undefined;
    });
    // Long enough to be met while it runs.
    await json(`${sandbox.url}/replicate/__settings`, { body: { predictionMs: 3_000_000 } });
    const { id } = await replicate.predictions.create({ version, input: { prompt: "VXNJADE", seed: 1 } });
    await until(async () => (await replicate.predictions.get(id)).status === "processing" || undefined);
    const canceled = await replicate.predictions.cancel(id);
    const { body } = await json(`${sandbox.url}/__calls?provider=replicate`);
    const call = body.calls.find((one: { subject?: string }) => one.subject === id);
    expect(canceled.status).toBe("canceled");
    expect(call.billable.quantity).toBe(Math.round((canceled.metrics?.predict_time ?? 0) * 1000));
    expect(call.billable.quantity).toBeGreaterThanOrEqual(900);
    expect(call.billable.quantity).toBeLessThanOrEqual(1300);
  });

  it("fail with fewer than ten images or without a zip, and need a destination", async () => {
    const sandbox = await sandboxForTest({ timeScale: 1000 });
    const replicate = replicateClient(sandbox);
    const destination = await modelToTrain(replicate, "jade");
    const run = async (url: string) => {
      const { id } = await replicate.trainings.create(
        "ostris",
        "flux-dev-lora-trainer",
        trainerVersion,
        options(destination, url),
      );
      return until(async () => {
        const now = await replicate.trainings.get(id);
        return now.status === "failed" ? String(now.error) : undefined;
      });
    };
    expect(await run(await stored(sandbox, "few.zip", await trainingZip(1, 4)))).toContain("4 images");
    expect(await run(await stored(sandbox, "not.zip", Buffer.from("hello")))).toContain("must be a zip");
    const nowhere = options("vixen-sandbox/nowhere", "https://example.com/x.zip");
    await expect(
      replicate.trainings.create("ostris", "flux-dev-lora-trainer", trainerVersion, nowhere),
    ).rejects.toThrow("404");
  });

  it("go on after the sandbox was restarted, and their webhook still comes", async () => {
    const hook = await receiver();
    const first = await sandboxForTest({ timeScale: 60 });
    const replicate = replicateClient(first);
    const destination = await modelToTrain(replicate, "jade");
    const url = await stored(first, "jade.zip", await trainingZip(5, 10));
    const created = await replicate.trainings.create("ostris", "flux-dev-lora-trainer", trainerVersion, {
      ...options(destination, url),
      webhook: hook.url,
      webhook_events_filter: ["completed"],
    });
    await first.close();
    const [port, s3Port] = [Number(new URL(first.url).port), Number(new URL(first.s3Url).port)];
    const second = await sandboxForTest({ dir: first.dir, port, s3Port, timeScale: 60 });
    const got = await until(() => hook.received[0]);
    expect(JSON.parse(got.body)).toMatchObject({ id: created.id, status: "succeeded" });
    expect((await json(`${second.url}/__ledger`)).body).toEqual({
      predictions: 0,
      trainings: 1,
      duplicates: 0,
    });
  });
});

describe("the rest of the account", () => {
  it("has models with versions, hardware, files and a name", async () => {
    const sandbox = await sandboxForTest();
    const replicate = replicateClient(sandbox);
    const destination = await modelToTrain(replicate, "jade");
    expect(await replicate.models.get("vixen-sandbox", "jade")).toMatchObject({
      name: "jade",
      latest_version: null,
    });
    await expect(modelToTrain(replicate, "jade")).rejects.toThrow("409");
    expect((await replicate.models.versions.list("vixen-sandbox", "jade")) as unknown).toMatchObject({
      results: [],
    });
    expect((await replicate.hardware.list()).map(({ sku }) => sku)).toContain("gpu-h100");
    expect(await replicate.accounts.current()).toMatchObject({ username: destination.split("/")[0] });
    const file = await replicate.files.create(Buffer.from("hello"), { kind: "test" });
    expect(await replicate.files.get(file.id)).toMatchObject({ size: 5, metadata: { kind: "test" } });
    expect((await replicate.files.list()).results).toHaveLength(1);
    await replicate.files.delete(file.id);
    await expect(replicate.files.get(file.id)).rejects.toThrow("404");
  });
});
