import { Lora, Overview, Setup, Training, Weights } from "@vixen/core/avatar";
import { sha256 } from "@vixen/core/kit/hash.ts";
import * as Replicate from "@vixen/core/provider/replicate.ts";
import * as Storage from "@vixen/core/provider/storage.ts";
import { describe, expect, it } from "vitest";
import { cloud, database, fault, sandbox, settings, useWorld, webhookDoor } from "./harness.ts";
import { armCrash, restart } from "./support/crash.ts";
import { bought, boughtSince } from "./support/ledger.ts";
import { until } from "./support/pump.ts";
import { type Begun, begunSetup, packedDataset } from "./support/setup.ts";

useWorld();

async function readyToTrain() {
  const begun = await begunSetup();
  await packedDataset(begun);
  const latest = () => begun.tenant.tx(() => Lora.findLatest(begun.avatarId));
  return {
    ...begun,
    before: bought(),
    start: (token: string) => begun.tenant.as(() => Training.start(begun.avatarId, token)),
    latest,
    isTrained: async () => (await latest())?.status === "trained",
    attempts: () => database()`
      select status from attempts where owner_id = ${begun.tenant.userId} order by id`,
    bookings: () => database()`
      select kind from cost_entries where owner_id = ${begun.tenant.userId} and kind = 'training'`,
  };
}

const answersOf = (token: string) => cloud().answers.filter((answer) => answer.token === token);

describe("A training whose worker dies", () => {
  const points = ["training.claimed", "training.called", "training.recorded"];
  it.each(points)("at %s is bought once, and the step that runs again learns of it", async (point) => {
    const { before, start, isTrained, attempts, bookings } = await readyToTrain();
    armCrash(point);
    await start(`first ${point}`).catch(() => undefined);
    expect(await restart()).toBe(1);
    // The machine's Retry runs the step again, with another token, before anybody looked at the attempt.
    await start(`second ${point}`);
    // Lost before it was sent: the machine is told to try once more.
    await until(
      async () => {
        const [lost] = answersOf(`second ${point}`).filter(({ error }) => error);
        if (lost) await start(`second ${point}`);
        cloud().answers.splice(0, lost ? Number.POSITIVE_INFINITY : 0);
        return isTrained();
      },
      { isRepairing: true },
    );
    expect(boughtSince(before)).toEqual({ predictions: 0, trainings: 1, duplicates: 0 });
    expect((await attempts()).filter(({ status }) => status === "succeeded")).toHaveLength(1);
    expect(await bookings()).toHaveLength(1);
    expect(answersOf(`second ${point}`)).toMatchObject([{ output: { loraVersionId: expect.any(String) } }]);
    expect(answersOf(`first ${point}`)).toEqual([]);
  });

  it("before it could tell the machine leaves the answer to the sweep", async () => {
    const { before, start, isTrained, bookings } = await readyToTrain();
    await start("token");
    armCrash("outbox.claimed");
    await until(async () => (await bookings()).length === 1).catch(() => undefined);
    await restart();
    expect(answersOf("token")).toEqual([]);
    await until(async () => answersOf("token").length > 0, { isRepairing: true });
    expect(await isTrained()).toBe(true);
    expect(await bookings()).toHaveLength(1);
    expect(boughtSince(before)).toEqual({ predictions: 0, trainings: 1, duplicates: 0 });
  });
});

describe("A training", () => {
  it("whose answer was lost after it was accepted is found by its zip", async () => {
    const { before, start, isTrained, attempts } = await readyToTrain();
    webhookDoor().isOpen = false;
    const path = "/trainings$";
    await fault({ kind: "reset", match: { provider: "replicate", method: "POST", path }, seed: 2, count: 1 });
    await start("token");
    const [first] = await attempts();
    if (first?.status !== "unknown") throw new Error("the fault did not strike");
    const wasAccepted = boughtSince(before).trainings === 1;
    await until(
      async () => {
        if (answersOf("token").some(({ error }) => error === "RetryableProviderError")) {
          cloud().answers.length = 0;
          await start("token");
        }
        return isTrained();
      },
      { isRepairing: true },
    );
    expect(boughtSince(before)).toEqual({ predictions: 0, trainings: 1, duplicates: 0 });
    expect((await attempts()).map(({ status }) => status)).toEqual(
      wasAccepted ? ["succeeded"] : ["lost", "succeeded"],
    );
  });

  it("says how far it is by the trainer's own count, which the poller reads and which never goes back", async () => {
    const { tenant, avatarId, runId, start, latest } = await readyToTrain();
    await settings({ trainingMs: 600_000 });
    await tenant.as(() => Setup.beginStep(runId, "train-lora"));
    await start("token");
    const version = await latest();
    const stepsDone = async () => (await tenant.tx(() => Overview.get(avatarId))).training?.stepsDone ?? null;
    expect(await stepsDone()).toBeNull();
    const counts = new Set<number | null>();
    await until(async () => counts.add(await stepsDone()).size > 2, { isRepairing: true });
    const { training, setup } = await tenant.tx(() => Overview.get(avatarId));
    expect(training).toMatchObject({ status: "training", steps: 1000 });
    expect(training?.stepsDone).toBeLessThan(1000);
    // Six seconds by this clock; by the documents it would be thirteen.
    expect(setup?.steps[0]?.expectedSeconds).toBeLessThan(12);
    await tenant.tx(() => Lora.recordSteps(String(version?.id), 1));
    expect(await stepsDone()).toBe(training?.stepsDone);
    const [attempt] =
      await database()`select provider_id from attempts where subject_id = ${String(version?.id)}`;
    await Replicate.cancelTraining(String(attempt?.provider_id));
    await until(async () => (await latest())?.status === "canceled");
  });

  it("is waited for, not bought again, when the step runs twice; the newest token is answered", async () => {
    const { before, start, isTrained } = await readyToTrain();
    await start("old");
    await start("new");
    await until(isTrained);
    expect(boughtSince(before).trainings).toBe(1);
    expect([answersOf("old"), answersOf("new")]).toMatchObject([[], [{ output: {} }]]);
    await start("later");
    expect(answersOf("later")).toHaveLength(1);
    expect(boughtSince(before).trainings).toBe(1);
  });

  it("that fails says why, is booked at its real cost, and is another version next time", async () => {
    const { before, start, latest, bookings, isTrained, datasetId } = await readyToTrain();
    const [kept] = await database()`select zip_key from datasets where id = ${datasetId}`;
    await database()`update datasets set zip_key = 'shared/face.jpg' where id = ${datasetId}`;
    await start("token");
    await until(async () => (await latest())?.status === "failed");
    expect(await latest()).toMatchObject({ version: 1, errorCode: "training_failed" });
    expect((await latest())?.errorMessage).toMatch(/zip/);
    expect(answersOf("token")).toMatchObject([{ error: "TrainingFailed" }]);
    expect(await bookings()).toHaveLength(1);
    await database()`update datasets set zip_key = ${String(kept?.zip_key)} where id = ${datasetId}`;
    await start("again");
    await until(isTrained);
    expect(await latest()).toMatchObject({ version: 2 });
    expect(boughtSince(before)).toEqual({ predictions: 0, trainings: 2, duplicates: 0 });
  });

  it.each([null, {}, { version: "owner/model:version" }])(
    "that succeeded with %j for its output fails, is booked, and is another version next time",
    async (output) => {
      const { before, start, latest, bookings, isTrained } = await readyToTrain();
      webhookDoor().isOpen = false;
      await start("token");
      const [attempt] = await database()`
        select provider_id from attempts where subject_id = ${String((await latest())?.id)}`;
      const id = String(attempt?.provider_id);
      while (!Replicate.isEnded(await Replicate.getTraining(id)))
        await new Promise((resolve) => setTimeout(resolve, 20));
      sandbox()
        .frame.database.prepare(
          "update replicate_jobs set job = json_set(job, '$.output', json(?)) where id = ?",
        )
        .run(JSON.stringify(output), id);
      await until(async () => (await latest())?.status === "failed", { isRepairing: true });
      expect(await latest()).toMatchObject({ version: 1, errorCode: "training_no_output" });
      expect(answersOf("token")).toMatchObject([{ error: "TrainingFailed" }]);
      expect(await bookings()).toHaveLength(1);
      webhookDoor().isOpen = true;
      await start("again");
      await until(isTrained);
      expect(await latest()).toMatchObject({ version: 2 });
      expect(boughtSince(before).trainings).toBe(2);
    },
  );

  it("is not bought for a setup that was canceled just before", async () => {
    const { tenant, avatarId, before, start } = await readyToTrain();
    await tenant.as(() => Setup.cancel(avatarId));
    await start("token");
    expect(boughtSince(before).trainings).toBe(0);
  });
});

describe("The weights", () => {
  async function trained(): Promise<Begun & Awaited<ReturnType<typeof readyToTrain>>> {
    const begun = await readyToTrain();
    await begun.start("token");
    await until(begun.isTrained);
    return begun;
  }

  it.each(["weights.downloaded", "weights.stored"])("are copied whole after a crash at %s", async (point) => {
    const { tenant, avatarId, latest } = await trained();
    armCrash(point);
    await expect(tenant.as(() => Weights.copy(avatarId))).rejects.toThrow();
    await restart();
    await tenant.as(() => Weights.copy(avatarId));
    const version = await latest();
    expect(version?.status).toBe("ready");
    const stored = await Storage.get("private", String(version?.weightsKey));
    expect({ bytes: stored.length, sha256: sha256(stored) }).toEqual({
      bytes: version?.weightsBytes,
      sha256: version?.weightsSha256,
    });
  });

  it("that arrive after a cancel are those of the setup that is retried", async () => {
    const { tenant, avatarId, latest, start, before } = await trained();
    await tenant.as(() => Setup.cancel(avatarId));
    await tenant.as(() => Weights.copy(avatarId));
    const active = async () =>
      (await database()`select active_lora_version_id as id from avatars where id = ${avatarId}`)[0]?.id;
    expect(await active()).toBeNull();
    await tenant.as(() => Setup.retry(avatarId));
    await start("again");
    await tenant.as(() => Weights.copy(avatarId));
    expect(await active()).toBe((await latest())?.id);
    expect(boughtSince(before).trainings).toBe(1);
  });

  it("of a training that ended after a cancel outlive the provider's hour", async () => {
    const { tenant, avatarId, latest, start, before } = await readyToTrain();
    await settings({ trainingMs: 0 });
    await start("token");
    // The training ends before the cancel reaches the provider.
    await tenant.as(() => Setup.cancel(avatarId));
    await until(async () => (await latest())?.status === "ready");
    sandbox().frame.database.exec("delete from replicate_deliveries");
    await tenant.as(() => Setup.retry(avatarId));
    await start("again");
    await tenant.as(() => Weights.copy(avatarId));
    expect(await latest()).toMatchObject({ version: 1, status: "ready" });
    expect(boughtSince(before).trainings).toBe(1);
  });

  it("that the provider has deleted fail the version, so that a retry trains anew", async () => {
    const { tenant, avatarId, latest, start, isTrained } = await trained();
    sandbox().frame.database.exec("delete from replicate_deliveries");
    await expect(tenant.as(() => Weights.copy(avatarId))).rejects.toMatchObject({ code: "weights_gone" });
    expect(await latest()).toMatchObject({ status: "failed", errorCode: "weights_gone" });
    await settings({ trainingMs: 0 });
    await start("again");
    await until(isTrained);
    await tenant.as(() => Weights.copy(avatarId));
    expect(await latest()).toMatchObject({ version: 2, status: "ready" });
  });
});
