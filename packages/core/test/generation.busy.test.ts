import { Dataset, Lora, Training } from "@vixen/core/avatar";
import { Batch } from "@vixen/core/content";
import { listFailures, retryFailures } from "@vixen/core/content/failure.ts";
import { Attempt } from "@vixen/core/generation";
import * as Actor from "@vixen/core/kit/actor.ts";
import { afterEach, describe, expect, it } from "vitest";
import { clearFaults, cloud, database, fault, useWorld } from "./harness.ts";
import { bought, boughtSince } from "./support/ledger.ts";
import { readyAvatar } from "./support/persona.ts";
import { handle, until } from "./support/pump.ts";
import { begunSetup, findDataset, packedDataset } from "./support/setup.ts";

useWorld();

const create = { provider: "replicate", method: "POST", path: "/predictions$" };

async function startedBatch(count: number) {
  const { tenant, avatarId } = await readyAvatar();
  const batch = await tenant.as(() => Batch.start({ avatarId, count, seed: count }));
  return { tenant, avatarId, batch: () => tenant.tx(() => Batch.get(batch.id)), batchId: batch.id };
}

describe("A provider that says to come again in half a minute", () => {
  const scale = process.env.TIME_SCALE;
  afterEach(() => Object.assign(process.env, { TIME_SCALE: scale ?? "100" }));

  it("to a third of orders has no function sleep, and every piece is bought once", async () => {
    const { tenant, batch } = await startedBatch(12);
    const before = bought();
    await fault({ kind: "429", match: create, rate: 0.33, seed: 3, retryAfterSeconds: 30 });
    // Half a minute is half a minute: whoever slept once through it would be over a function's time by far.
    process.env.TIME_SCALE = "1";
    const orders = cloud()
      .messages.splice(0)
      .filter(({ queue }) => queue === "generation");
    expect(orders).toHaveLength(12);
    const began = Date.now();
    await Promise.all(orders.map(handle));
    expect(Date.now() - began).toBeLessThan(25_000);
    const postponed = await database()`
      select failures, attempts from generations where owner_id = ${tenant.userId} and status = 'queued'`;
    expect(postponed.length).toBeGreaterThan(0);
    expect(new Set(postponed.map(({ failures }) => failures))).toEqual(new Set([0]));
    process.env.TIME_SCALE = "100";
    await database()`
      update generations set deadline_at = now() - interval '1 second' where owner_id = ${tenant.userId}`;
    await until(async () => (await batch()).status === "finished", { isRepairing: true, atOnce: 4 });
    const { counts } = await batch();
    expect(counts.failed).toBe(0);
    expect(counts.ready + counts.review + counts.blocked).toBe(12);
    expect(boughtSince(before)).toEqual({ predictions: 12, trainings: 0, duplicates: 0 });
  }, 120_000);

  it("more often than a picture may fail is no failure of the picture's", async () => {
    const { tenant } = await startedBatch(1);
    await fault({ kind: "429", match: create, retryAfterSeconds: 30 });
    const [order] = cloud()
      .messages.splice(0)
      .filter(({ queue }) => queue === "generation");
    if (!order) throw new Error("nothing was ordered");
    for (let time = 0; time < 12; time++) await handle(order);
    const [generation] = await database()`
      select status, failures, attempts, error_code from generations where owner_id = ${tenant.userId}`;
    expect(generation).toMatchObject({ status: "queued", failures: 0, error_code: "http_429" });
    expect(Number(generation?.attempts)).toBe(12);
  });

  it("sends a training back to the machine, which asks again, and buys nothing meanwhile", async () => {
    const begun = await begunSetup();
    await packedDataset(begun);
    const before = bought();
    cloud().limit.left = 0;
    const start = () => begun.tenant.as(() => Training.start(begun.avatarId, "token"));
    await expect(start()).rejects.toMatchObject({ name: "RetryableProviderError", code: "replicate_busy" });
    expect(boughtSince(before).trainings).toBe(0);
    cloud().limit.left = Number.POSITIVE_INFINITY;
    await start();
    expect(boughtSince(before)).toEqual({ predictions: 0, trainings: 1, duplicates: 0 });
  });
});

describe("A picture that is made and not collected", () => {
  it("is looked at the less often the older it is, since each look pays for its checks", async () => {
    const { tenant, avatarId } = await readyAvatar();
    const waits: number[] = [];
    // In minutes of a hundredth: one of half a minute, of five, and of an hour.
    for (const [index, ageMs] of [300, 3_000, 36_000].entries()) {
      const claimed = {
        avatarId,
        subjectKind: "generation",
        subjectId: `gen_${index}`,
        batchId: null,
      } as const;
      const id = await tenant.tx(() => Attempt.claim({ ...claimed, model: "m" }));
      await database()`
        update attempts
        set status = 'submitted', provider_id = ${`run_${index}`}, deadline_at = now(),
          created_at = now() - ${ageMs} * interval '1 millisecond'
        where id = ${id ?? ""}`;
      const [due] = await Actor.asSystem("reconcile", () => Attempt.takeDue(1));
      waits.push((due?.deadlineAt.getTime() ?? 0) - Date.now());
    }
    const [young = 0, older = 0, old = 0] = waits;
    expect(young).toBeLessThanOrEqual(600);
    expect(older).toBeGreaterThan(600);
    expect(old).toBeGreaterThan(3_000);
    expect(old).toBeLessThanOrEqual(6_000);
  });
});

describe("A provider that nobody paid", () => {
  it("fails a batch's pieces at once, by a code of its own, and a retry buys them when somebody has", async () => {
    const { tenant, batch, batchId } = await startedBatch(3);
    const before = bought();
    await fault({ kind: "402", match: create });
    await until(async () => (await batch()).status === "finished");
    expect((await batch()).counts.failed).toBe(3);
    const asked = await database()`select attempts from generations where owner_id = ${tenant.userId}`;
    expect(asked.map(({ attempts }) => attempts)).toEqual([1, 1, 1]);
    const [failures] = await tenant.tx(() => listFailures(batchId));
    expect(failures).toMatchObject({ code: "provider_unpaid", count: 3, spentNanos: expect.any(Number) });
    expect(failures?.message).toMatch(/Add some at .*then retry/);
    clearFaults();
    await tenant.as(() => retryFailures(batchId, "provider_unpaid"));
    await until(async () => (await batch()).status === "finished", { isRepairing: true });
    expect(boughtSince(before)).toEqual({ predictions: 3, trainings: 0, duplicates: 0 });
  });

  it("stops a setup at its pictures, without planning others, and a retry asks for those", async () => {
    const begun = await begunSetup(3);
    const before = bought();
    await begun.tenant.as(() => Dataset.generate(begun.avatarId, "first"));
    await fault({ kind: "402", match: create });
    await until(async () => cloud().answers.some(({ token }) => token === "first"));
    expect(cloud().answers).toMatchObject([{ token: "first", error: "provider_unpaid" }]);
    expect(await findDataset(begun)).toMatchObject({ status: "generating", rounds: 1 });
    clearFaults();
    await begun.tenant.as(() => Dataset.generate(begun.avatarId, "second"));
    await until(async () => (await findDataset(begun))?.status === "generated");
    expect(boughtSince(before)).toEqual({ predictions: 3, trainings: 0, duplicates: 0 });
  });

  it("stops a setup at its training, not to be repeated", async () => {
    const begun = await begunSetup();
    await packedDataset(begun);
    await fault({ kind: "402", match: { provider: "replicate", method: "POST", path: "/trainings$" } });
    const failing = begun.tenant.as(() => Training.start(begun.avatarId, "token"));
    await expect(failing).rejects.toMatchObject({ name: "ProviderError", code: "provider_unpaid" });
    clearFaults();
    await begun.tenant.as(() => Training.start(begun.avatarId, "again"));
    await until(
      async () => (await begun.tenant.tx(() => Lora.findLatest(begun.avatarId)))?.status === "trained",
    );
  });
});
