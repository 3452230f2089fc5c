import { Cancellation, Dataset, DatasetImage, Lora, Setup, Training } from "@vixen/core/avatar";
import { Generation } from "@vixen/core/generation";
import * as Replicate from "@vixen/core/provider/replicate.ts";
import { describe, expect, it } from "vitest";
import { cloud, database, fault, settings, useWorld, webhookDoor } from "./harness.ts";
import { bought, boughtSince, nanosOfRows } from "./support/ledger.ts";
import { somebodyWaits } from "./support/locks.ts";
import { pump, repair, until } from "./support/pump.ts";
import { type Begun, begunSetup, findDataset, packedDataset } from "./support/setup.ts";

useWorld();

/** Cancels, and does what the event's consumer does. */
async function cancel({ tenant, avatarId, runId }: Begun): Promise<void> {
  await tenant.as(() => Setup.cancel(avatarId));
  await tenant.as(() => Cancellation.carryOut(avatarId, runId));
}

const openAttempts = ({ tenant }: Begun) => database()`
  select id, provider_id from attempts
  where owner_id = ${tenant.userId} and status in ('claimed', 'unknown', 'submitted')`;
const ended = async (id: string) => {
  for (;;) {
    const run = await Replicate.getPrediction(id);
    if (Replicate.isEnded(run)) return run.status;
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
};

describe("A setup that is canceled", () => {
  it("stops its pictures at the provider, and a retry asks for those alone", async () => {
    const begun = await begunSetup(4);
    const before = bought();
    await begun.tenant.as(() => Setup.begin(begun.avatarId, begun.runId));
    await begun.tenant.as(() => Dataset.generate(begun.avatarId, "first"));
    // Two are made, then the provider gets slow: one is under way, one is not bought yet.
    const [one, two, three, four] = cloud().messages.splice(0);
    cloud().messages.push(...[one, two].filter((message) => message !== undefined));
    const made = async () =>
      (await DatasetImage.list(begun.datasetId)).filter(({ status }) => status === "candidate").length === 2;
    await until(() => begun.tenant.tx(made));
    await settings({ predictionMs: 60_000_000 });
    cloud().messages.push(...[three].filter((message) => message !== undefined));
    await pump();
    const [running] = await openAttempts(begun);
    expect(running).toBeDefined();
    await cancel(begun);
    cloud().messages.push(...[four].filter((message) => message !== undefined));
    await pump();
    expect(boughtSince(before)).toEqual({ predictions: 3, trainings: 0, duplicates: 0 });
    expect(await openAttempts(begun)).toEqual([]);
    expect([...cloud().executions.values()].find(({ name }) => name === begun.runId)?.status).toBe("ABORTED");
    const [avatar] = await database()`select status from avatars where id = ${begun.avatarId}`;
    expect(avatar?.status).toBe("canceled");

    await settings({ predictionMs: 0 });
    await begun.tenant.as(() => Setup.retry(begun.avatarId));
    await begun.tenant.as(() => Dataset.generate(begun.avatarId, "second"));
    await until(async () => (await findDataset(begun))?.status === "generated");
    expect(boughtSince(before)).toEqual({ predictions: 5, trainings: 0, duplicates: 0 });
    expect(cloud().answers.filter(({ token }) => token === "second")).toHaveLength(1);
  });

  it("buys nothing for a step that began just before", async () => {
    const begun = await begunSetup(3);
    const before = bought();
    cloud().messages.length = 0;
    await begun.tenant.as(() => Setup.cancel(begun.avatarId));
    // The step's worker looked at the run before the cancel, and comes to its pictures after it.
    await expect(begun.tenant.as(() => Dataset.generate(begun.avatarId, "late"))).rejects.toMatchObject({
      code: "setup_stopped",
    });
    await pump();
    expect(boughtSince(before).predictions).toBe(0);
  });

  it("stops pictures that are asked for while the cancel is under way", async () => {
    const begun = await begunSetup();
    const before = bought();
    const held = Promise.withResolvers<void>();
    const asked = Promise.withResolvers<void>();
    const asking = begun.tenant.tx(async () => {
      const dataset = await Dataset.find(begun.avatarId);
      if (dataset) await Dataset.extend(dataset, 1, []);
      asked.resolve();
      await held.promise;
    });
    await asked.promise;
    const canceling = begun.tenant.as(() => Setup.cancel(begun.avatarId));
    await somebodyWaits();
    held.resolve();
    await Promise.all([asking, canceling]);
    await pump();
    expect(boughtSince(before).predictions).toBe(0);
  });

  it("keeps a picture that was ready before the cancel reached the provider", async () => {
    const begun = await begunSetup(1);
    const before = bought();
    await pump({ only: "generation" });
    const [attempt] = await database()`
      select provider_id from attempts where owner_id = ${begun.tenant.userId}`;
    expect(await ended(String(attempt?.provider_id))).toBe("succeeded");
    await cancel(begun);
    await pump();
    await begun.tenant.as(() => Setup.retry(begun.avatarId));
    await begun.tenant.as(() => Dataset.generate(begun.avatarId, "second"));
    await until(async () => (await findDataset(begun))?.status === "generated");
    expect(boughtSince(before)).toEqual({ predictions: 1, trainings: 0, duplicates: 0 });
  });

  it("stops its training, books what it really cost, and a retry trains anew", async () => {
    const begun = await begunSetup();
    await packedDataset(begun);
    const before = bought();
    // It runs after 0.4 s, and would for 4.
    await settings({ trainingMs: 400_000 });
    await begun.tenant.as(() => Training.start(begun.avatarId, "first"));
    const [attempt] =
      await database()`select provider_id from attempts where owner_id = ${begun.tenant.userId}`;
    const id = String(attempt?.provider_id);
    while ((await Replicate.getTraining(id)).status !== "processing") {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await cancel(begun);
    await pump();
    const run = await Replicate.getTraining(id);
    expect(run.status).toBe("canceled");
    const latest = () => begun.tenant.tx(() => Lora.findLatest(begun.avatarId));
    expect(await latest()).toMatchObject({ version: 1, status: "canceled" });
    const booked = (await nanosOfRows(begun.tenant.userId)).training ?? 0;
    expect(booked).toBeGreaterThan(0);
    expect(booked).toBe(Math.round((run.metrics?.predict_time ?? 0) * 1000) * 1_525);
    expect(await openAttempts(begun)).toEqual([]);

    await settings({ trainingMs: 0 });
    await begun.tenant.as(() => Setup.retry(begun.avatarId));
    await begun.tenant.as(() => Training.start(begun.avatarId, "second"));
    await until(async () => (await latest())?.status === "trained");
    expect(await latest()).toMatchObject({ version: 2 });
    expect(boughtSince(before)).toEqual({ predictions: 0, trainings: 2, duplicates: 0 });
  });

  it("and started again at once goes on with the training that runs", async () => {
    const begun = await begunSetup();
    await packedDataset(begun);
    const before = bought();
    // A second of ours: it runs while all this happens.
    await settings({ trainingMs: 100_000 });
    await begun.tenant.as(() => Training.start(begun.avatarId, "first"));
    await begun.tenant.as(() => Setup.cancel(begun.avatarId));
    await begun.tenant.as(() => Setup.retry(begun.avatarId));
    await begun.tenant.as(() => Training.start(begun.avatarId, "second"));
    // The cancel's message is late.
    await begun.tenant.as(() => Cancellation.carryOut(begun.avatarId, begun.runId));
    const latest = () => begun.tenant.tx(() => Lora.findLatest(begun.avatarId));
    await until(async () => (await latest())?.status === "trained");
    expect(boughtSince(before)).toEqual({ predictions: 0, trainings: 1, duplicates: 0 });
    expect(cloud().answers.filter(({ token }) => token === "second")).toMatchObject([{ output: {} }]);
  });

  it("and started again before the collector heard of the cancel is told to train anew, and does", async () => {
    const begun = await begunSetup();
    const { tenant, avatarId } = begun;
    await packedDataset(begun);
    const before = bought();
    webhookDoor().isOpen = false;
    await settings({ trainingMs: 60_000_000 });
    await tenant.as(() => Training.start(avatarId, "first"));
    await cancel(begun);
    cloud().messages.length = 0;
    await tenant.as(() => Setup.retry(avatarId));
    await settings({ trainingMs: 0 });
    await tenant.as(() => Training.start(avatarId, "second"));
    expect(boughtSince(before).trainings).toBe(1);
    const answers = () => cloud().answers.filter(({ token }) => token === "second");
    await until(async () => answers().length > 0, { isRepairing: true });
    expect(answers()).toMatchObject([{ error: "RetryableProviderError" }]);
    // The machine's Retry.
    await tenant.as(() => Training.start(avatarId, "third"));
    const latest = () => tenant.tx(() => Lora.findLatest(avatarId));
    await until(async () => (await latest())?.status === "trained", { isRepairing: true });
    expect(await latest()).toMatchObject({ version: 2 });
    expect(cloud().answers.filter(({ token }) => token === "third")).toMatchObject([{ output: {} }]);
    expect(boughtSince(before)).toEqual({ predictions: 0, trainings: 2, duplicates: 0 });
  });

  it("fails with a training that somebody canceled at the provider, and buys no other by itself", async () => {
    const begun = await begunSetup();
    const { tenant, avatarId } = begun;
    await packedDataset(begun);
    await settings({ trainingMs: 60_000_000 });
    await tenant.as(() => Training.start(avatarId, "token"));
    const [attempt] = await openAttempts(begun);
    await Replicate.cancelTraining(String(attempt?.provider_id));
    await until(async () => cloud().answers.length > 0);
    expect(cloud().answers).toMatchObject([{ token: "token", error: "TrainingFailed" }]);
  });

  it("comes again for a purchase that has no answer yet, and stops it then", async () => {
    const begun = await begunSetup();
    await packedDataset(begun);
    await settings({ trainingMs: 60_000_000 });
    await fault({
      kind: "500",
      match: { provider: "replicate", method: "POST", path: "/trainings$" },
      count: 1,
    });
    await begun.tenant.as(() => Training.start(begun.avatarId, "token"));
    await begun.tenant.as(() => Setup.cancel(begun.avatarId));
    const carryOut = () => begun.tenant.as(() => Cancellation.carryOut(begun.avatarId, begun.runId));
    await expect(carryOut()).rejects.toMatchObject({ code: "purchase_unanswered", retryable: true });
    await repair();
    await carryOut();
    expect(await openAttempts(begun)).toEqual([]);
  });

  it("cannot be canceled twice, nor carried out twice to any effect", async () => {
    const begun = await begunSetup(1);
    await cancel(begun);
    await expect(begun.tenant.as(() => Setup.cancel(begun.avatarId))).rejects.toMatchObject({
      code: "setup_not_running",
    });
    const rows = () => database()`select * from attempts where owner_id = ${begun.tenant.userId}`;
    const [before, events] = [await rows(), cloud().events.length];
    await begun.tenant.as(() => Cancellation.carryOut(begun.avatarId, begun.runId));
    expect(await rows()).toEqual(before);
    expect(cloud().events).toHaveLength(events);
  });

  it("leaves pictures alone that are not its own", async () => {
    const [mine, other] = [await begunSetup(1), await begunSetup(1)];
    await mine.tenant.tx(() => Generation.cancelQueued(other.avatarId));
    await cancel(mine);
    const [row] = await database()`select status from generations where owner_id = ${other.tenant.userId}`;
    expect(row?.status).toBe("queued");
  });
});
