import { Attempt, buyHeld } from "@vixen/core/generation";
import { ProviderError } from "@vixen/core/kit/error.ts";
import * as Replicate from "@vixen/core/provider/replicate.ts";
import { describe, expect, it } from "vitest";
import { database, fault, sandbox, settings, useWorld } from "./harness.ts";
import { lastCall } from "./support/ledger.ts";
import { newAvatar } from "./support/persona.ts";
import { newTenant } from "./support/tenant.ts";

useWorld();

const flux = "black-forest-labs/flux-dev";
const buy = (seed: number) =>
  Replicate.createPrediction({ model: flux, input: { prompt: "a face", seed, output_format: "jpg" } });
const callsSince = (since: string | undefined) =>
  sandbox().frame.calls.list({ since, provider: "replicate" });

async function ended(id: string): Promise<Replicate.Run> {
  for (;;) {
    const run = await Replicate.getPrediction(id);
    if (Replicate.isEnded(run)) return run;
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
}

describe("A call of Replicate", () => {
  it.each(["500", "reset", "timeout", "429"])(
    "that fails with %s is made once, by the SDK too",
    async (kind) => {
      const since = lastCall();
      await fault({ kind, match: { provider: "replicate" } });
      await expect(buy(1)).rejects.toMatchObject({ provider: "replicate", retryable: true });
      await expect(Replicate.getPrediction("none")).rejects.toMatchObject({ retryable: true });
      expect(callsSince(since).map(({ method }) => method)).toEqual(["POST", "GET"]);
    },
  );

  it("says of a purchase whether it may have happened", async () => {
    const expected = { "429": false, "500": true, reset: true } as const;
    for (const [kind, outcomeUnknown] of Object.entries(expected)) {
      sandbox().frame.faults.clear();
      await fault({ kind, match: { method: "POST" } });
      await expect(buy(2)).rejects.toMatchObject({ outcomeUnknown });
    }
  });

  it("that is refused for the moment names how long to wait", async () => {
    await fault({ kind: "429" });
    await expect(buy(3)).rejects.toMatchObject({ code: "http_429", retryAfterMs: 1_000 });
  });

  it("lists everything bought since a moment, beyond a page of a hundred", async () => {
    // None of them begins, so none is drawn.
    await settings({ predictionMs: 60_000_000 });
    const first = await buy(1_000);
    const since = new Date(Date.parse(String(first.created_at)) + 1);
    await new Promise((resolve) => setTimeout(resolve, 5));
    for (let seed = 1_001; seed <= 1_105; seed++) await buy(seed);
    const runs = await Replicate.listSince("predictions", since);
    expect(new Set(runs.map(({ input }) => input?.seed)).size).toBe(105);
    for (const { id } of runs) await Replicate.cancelPrediction(id);
  });
});

describe("A run", () => {
  const run = { id: "p", status: "succeeded", output: null, error: null, model: flux, version: "hidden" };
  const input = {
    prompt: "a face",
    seed: 7,
    input_image: "https://r2.example/avatars/avt_1/face.jpg?X-Amz=1",
  };
  const bought = { model: flux, seed: 7, prompt: "a face", referenceKey: "avatars/avt_1/face.jpg" };

  it("is ours only with the model, the seed, the prompt and the picture we gave", () => {
    expect(Replicate.isRunOf({ ...run, input }, bought)).toBe(true);
    expect(Replicate.isRunOf({ ...run, input }, { ...bought, referenceKey: null })).toBe(true);
    expect(Replicate.isRunOf({ ...run, input }, { ...bought, seed: 8 })).toBe(false);
    expect(Replicate.isRunOf({ ...run, input }, { ...bought, prompt: "another" })).toBe(false);
    expect(Replicate.isRunOf({ ...run, input }, { ...bought, referenceKey: "avatars/avt_2/face.jpg" })).toBe(
      false,
    );
    expect(Replicate.isRunOf({ ...run, input }, { ...bought, model: "a".repeat(64) })).toBe(false);
    expect(Replicate.isRunOf({ ...run, input: {} }, bought)).toBe(false);
  });

  it("of a trained model is known by its version and paid for by the millisecond", async () => {
    const trained = {
      ...run,
      model: "us/avt",
      version: "a".repeat(64),
      input,
      metrics: { predict_time: 2.3456 },
    };
    expect(Replicate.isRunOf(trained, { ...bought, model: "a".repeat(64) })).toBe(true);
    expect(Replicate.chargesOf(trained, { kind: "image", model: "a".repeat(64) })).toEqual([
      { kind: "image", model: "lora", unit: "millisecond", quantity: 2346 },
    ]);
  });

  it("of an official model costs by the picture, and nothing when it failed", async () => {
    const done = await ended((await buy(4)).id);
    const charge = { kind: "image", model: flux, unit: "image", quantity: 1 };
    expect(Replicate.chargesOf(done, { kind: "image", model: flux })).toEqual([charge]);
    expect(Replicate.chargesOf({ ...done, status: "failed" }, { kind: "image", model: flux })).toEqual([]);
  });

  it.each([
    ["flux_train:  12%|█▏   | 120/1000 [02:10<15:35,  1.06s/it, loss: 3.9e-01]\r", 120],
    ["caching 50/50 [00:02]\n  0%| | 0/1000 [00:00<?]\r  1%| | 7/1000 [00:08<19:00]\r", 7],
    ["step 480 of 1000\nsaved 12 of 12 samples", 480],
    ["Training: 1000/1000 steps", 1000],
    ["9/500 done", undefined],
    ["1200/1000", undefined],
    ["Downloading weights", undefined],
    ["", undefined],
    [null, undefined],
    [{ text: "120/1000" }, undefined],
  ])("whose logs are %j has done %s of its thousand steps", (logs, done) => {
    expect(Replicate.stepsDoneOf({ ...run, logs }, 1000)).toBe(done);
  });

  it("with an output of another shape has no pictures, and a training of another shape has nothing", () => {
    expect(Replicate.outputUrls({ ...run, output: { url: "x" } })).toEqual([]);
    expect(Replicate.outputUrls({ ...run, output: "https://x.example/0.jpg" })).toHaveLength(1);
    expect(Replicate.trainingOutput({ ...run, output: { version: 7 } })).toBeUndefined();
  });
});

describe("A purchase that has to wait its turn", () => {
  it("is not made any more when its attempt was given up meanwhile", async () => {
    const tenant = await newTenant();
    const avatarId = await newAvatar(tenant);
    const attempt = {
      avatarId,
      subjectKind: "generation",
      subjectId: "gen_1",
      batchId: null,
      model: flux,
    } as const;
    const attemptId = String(await tenant.tx(() => Attempt.claim(attempt)));
    let calls = 0;
    const run = await tenant.as(() =>
      buyHeld(attemptId, async () => {
        calls += 1;
        await database()`update attempts set status = 'lost' where id = ${attemptId}`;
        throw new ProviderError("replicate", "slow down", { retryable: true });
      }),
    );
    expect({ run, calls }).toEqual({ run: undefined, calls: 1 });
  });

  it("holds its claim for as long as a call may take, however fast time is", async () => {
    const tenant = await newTenant();
    const avatarId = await newAvatar(tenant);
    const attempt = {
      avatarId,
      subjectKind: "generation",
      subjectId: "gen_2",
      batchId: null,
      model: flux,
    } as const;
    const attemptId = String(await tenant.tx(() => Attempt.claim(attempt)));
    const [row] = await database()`
      select extract(epoch from deadline_at - now())::float8 as seconds from attempts where id = ${attemptId}`;
    expect(row?.seconds).toBeGreaterThan(8);
  });
});
