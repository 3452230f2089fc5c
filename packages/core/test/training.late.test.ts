import { Cancellation, Lora, Retraining, Setup, Training, Weights } from "@vixen/core/avatar";
import { createId } from "@vixen/core/kit/id.ts";
import * as Replicate from "@vixen/core/provider/replicate.ts";
import { describe, expect, it } from "vitest";
import { database, settings, useWorld, webhookDoor } from "./harness.ts";
import { readyAvatar } from "./support/persona.ts";
import { until } from "./support/pump.ts";
import { begunSetup, packedDataset } from "./support/setup.ts";

useWorld();

type Row = { id: string; provider_id: string };

/** An avatar that is ready, with a dataset that can be trained from again. */
async function trainable() {
  const { tenant, avatarId } = await readyAvatar();
  const [dataset] = await database()<[{ id: string }]>`select id from datasets where avatar_id = ${avatarId}`;
  await packedDataset({ tenant, avatarId, datasetId: dataset.id, runId: "" });
  for (let ordinal = 0; ordinal < 12; ordinal++) {
    const row = {
      owner_id: tenant.userId,
      avatar_id: avatarId,
      dataset_id: dataset.id,
      ordinal,
      seed: ordinal,
    };
    const words = {
      cell: "c",
      prompt: "p",
      caption: "c",
      generation_id: "x",
      media_key: "shared/face.jpg",
    };
    await database()`
        insert into dataset_images ${database()({ id: createId("datasetImage"), ...row, ...words, status: "kept" })}`;
  }
  const train = async () => {
    await tenant.as(() => Retraining.request(avatarId, { preset: "balanced" }));
    const [run] = await database()<[{ id: string }]>`
        select id from setup_runs where avatar_id = ${avatarId} and status = 'running'`;
    return run.id;
  };
  const versions = () => tenant.tx(() => Lora.list(avatarId));
  return { tenant, avatarId, train, versions };
}

describe("A training that ends when another one has taken its place", () => {
  it("and badly says nothing of the version that is ready", async () => {
    const begun = await begunSetup();
    await packedDataset(begun);
    const { tenant, avatarId } = begun;
    const latest = () => tenant.tx(() => Lora.findLatest(avatarId));
    webhookDoor().isOpen = false;
    await settings({ trainingMs: 100 });
    // Bought, and given up: neither its answer nor a search told of it.
    await tenant.as(() => Training.start(avatarId, "first"));
    const [first] = await database()<
      [Row]
    >`select id, provider_id from attempts where avatar_id = ${avatarId}`;
    await database()`
      update attempts set status = 'lost', provider_id = null, settled_at = now() where id = ${first.id}`;
    await settings({ trainingMs: 60_000_000 });
    await tenant.as(() => Training.start(avatarId, "second"));
    const [second] = await database()<[Row]>`
      select id, provider_id from attempts where avatar_id = ${avatarId} and status = 'submitted'`;
    await until(async () => Replicate.isEnded(await Replicate.getTraining(first.provider_id)));
    await Training.collect({ id: first.provider_id, attemptId: first.id });
    await tenant.as(() => Weights.copy(avatarId));
    await tenant.as(() => Setup.finish(avatarId, begun.runId));
    const version = await latest();
    expect(version?.status).toBe("ready");

    await Replicate.cancelTraining(second.provider_id);
    await Training.collect({ id: second.provider_id, attemptId: second.id });
    expect((await latest())?.status).toBe("ready");
    await tenant.as(() => Retraining.activate(avatarId, String(version?.id)));
  });

  it("because it was canceled is stopped, although the next one was asked for before the cancel was carried out", async () => {
    const { tenant, avatarId, train } = await trainable();
    await settings({ trainingMs: 200_000 });
    const runId = await train();
    await tenant.as(() => Training.start(avatarId, "first"));
    await tenant.as(() => Setup.cancel(avatarId));
    await train();
    await tenant.as(() => Training.start(avatarId, "second"));
    await tenant.as(() => Cancellation.carryOut(avatarId, runId));
    const ends = () => database()`
      select attempt.status
      from attempts as attempt join lora_versions as version on version.id = attempt.subject_id
      where version.avatar_id = ${avatarId} order by version.version`;
    await until(async () => (await ends()).every(({ status }) => status !== "submitted"));
    expect((await ends()).map(({ status }) => status)).toEqual(["canceled", "succeeded"]);
  });

  it("and well is kept beside it, for a person to choose", async () => {
    const { tenant, avatarId, train, versions } = await trainable();
    webhookDoor().isOpen = false;
    await settings({ trainingMs: 0 });
    await train();
    await tenant.as(() => Training.start(avatarId, "first"));
    const [first] = await database()<[Row]>`
      select id, provider_id from attempts where avatar_id = ${avatarId} and status = 'submitted'`;
    await until(async () => Replicate.isEnded(await Replicate.getTraining(first.provider_id)));
    await tenant.as(() => Setup.cancel(avatarId));
    await settings({ trainingMs: 60_000_000 });
    const runId = await train();
    await tenant.as(() => Training.start(avatarId, "second"));
    await Training.collect({ id: first.provider_id, attemptId: first.id });
    expect(await versions()).toMatchObject([{ version: 3, status: "training" }, { status: "ready" }, {}]);
    const active = async () =>
      (await database()`select active_lora_version_id as id from avatars where id = ${avatarId}`)[0]?.id;
    const [, kept, original] = await versions();
    expect(await active()).toBe(original?.id);
    await tenant.as(() => Setup.cancel(avatarId));
    await tenant.as(() => Cancellation.carryOut(avatarId, runId));
    await tenant.as(() => Retraining.activate(avatarId, String(kept?.id)));
    expect(await active()).toBe(kept?.id);
  });
});

describe("A training that ended well before its run stopped", () => {
  const stops = {
    canceled: async (avatarId: string, runId: string) => {
      await Setup.cancel(avatarId);
      await Cancellation.carryOut(avatarId, runId);
    },
    failed: (avatarId: string, runId: string) =>
      Setup.recordFailure(avatarId, runId, { code: "storage", message: "The storage was away." }),
  };
  it.each(["canceled", "failed"] as const)(
    "%s is kept, although its weights were not copied yet",
    async (end) => {
      const begun = await begunSetup();
      const { tenant, avatarId, runId } = begun;
      await packedDataset(begun);
      const latest = () => tenant.tx(() => Lora.findLatest(avatarId));
      await settings({ trainingMs: 0 });
      await tenant.as(() => Training.start(avatarId, "token"));
      await until(async () => (await latest())?.status === "trained");
      await tenant.as<unknown>(() => stops[end](avatarId, runId));
      await until(async () => (await latest())?.status === "ready");
    },
  );
});
