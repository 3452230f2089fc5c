import { createHash } from "node:crypto";
import {
  Curation,
  Dataset,
  DatasetImage,
  DatasetReview,
  Lora,
  Retraining,
  Setup,
  Training,
  Weights,
} from "@vixen/core/avatar";
import { describe, expect, it } from "vitest";
import { database, fault, useWorld } from "./harness.ts";
import { bought, boughtSince } from "./support/ledger.ts";
import { until } from "./support/pump.ts";
import { type Begun, begunSetup, packedDataset } from "./support/setup.ts";

useWorld();

/** So many pictures that are made, each unlike the others, of which all are kept. */
async function chosen(pictures: number): Promise<Begun> {
  const begun = await begunSetup(pictures, pictures);
  const sql = database();
  const rows =
    await sql`select id from dataset_images where dataset_id = ${begun.datasetId} order by ordinal`;
  for (const [index, { id }] of rows.entries()) {
    const phash = createHash("sha256").update(`${id}`).digest("hex").slice(0, 16);
    const made = { status: "candidate", phash, sharpness: 5 + index, identity_score: 0.95, is_frontal: true };
    await sql`
      update dataset_images set ${sql({ ...made, media_key: "shared/face.jpg" })} where id = ${String(id)}`;
  }
  await sql`update generations set status = 'succeeded' where owner_id = ${begun.tenant.userId}`;
  await sql`update datasets set status = 'generated' where id = ${begun.datasetId}`;
  return begun;
}

const statusOf = async ({ avatarId }: Begun) => {
  const [row] = await database()`
    select avatar.status, run.status as run
    from avatars as avatar join setup_runs as run on run.avatar_id = avatar.id
    where avatar.id = ${avatarId} order by run.id desc limit 1`;
  return [row?.status, row?.run];
};

describe("A setup that a person reviews", () => {
  it("ends before the training, and goes on by another run once the dataset is approved", async () => {
    const begun = await chosen(12);
    const { tenant, avatarId, runId } = begun;
    await database()`update avatars set reviews_dataset = true where id = ${avatarId}`;
    expect(await tenant.as(() => Curation.curate(avatarId))).toEqual({ isEnough: true, needsReview: true });
    await tenant.as(() => Setup.pause(avatarId, runId));
    await tenant.as(() => Setup.pause(avatarId, runId));
    expect(await statusOf(begun)).toEqual(["review", "paused"]);
    await tenant.as(() => DatasetReview.approve(avatarId));
    expect(await statusOf(begun)).toEqual(["training", "running"]);
    // The first run's machine, if it is still there, does not end the second.
    await tenant.as(() => Setup.pause(avatarId, runId));
    expect(await statusOf(begun)).toEqual(["training", "running"]);
    expect(await tenant.as(() => Curation.curate(avatarId))).toEqual({ isEnough: true, needsReview: false });
  });

  it("has a picture replaced by one that is kept when it passes its checks", async () => {
    const begun = await chosen(12);
    const { tenant, avatarId, datasetId } = begun;
    await tenant.as(() => Curation.curate(avatarId));
    await database()`update avatars set status = 'review' where id = ${avatarId}`;
    await database()`update datasets set status = 'packed', zip_sha256 = 'x' where id = ${datasetId}`;
    const [old] = await tenant.tx(() => DatasetImage.list(datasetId));
    const before = bought();
    const made = await tenant.as(() => DatasetReview.replace(avatarId, String(old?.id)));
    expect(made).toMatchObject({ status: "pending", replaces: old?.id, cell: old?.cell });
    const settled = async () => (await tenant.tx(() => DatasetImage.get(made.id))).status !== "pending";
    await until(settled);
    expect((await tenant.tx(() => DatasetImage.get(made.id))).status).toBe("kept");
    expect((await tenant.tx(() => Dataset.find(avatarId)))?.status).toBe("curated");
    expect(boughtSince(before)).toEqual({ predictions: 1, trainings: 0, duplicates: 0 });
  });
});

describe("A further training", () => {
  async function trainedTwice() {
    const begun = await chosen(12);
    const { tenant, avatarId, datasetId } = begun;
    const start = (token: string) => tenant.as(() => Training.start(avatarId, token));
    const latest = () => tenant.tx(() => Lora.findLatest(avatarId));
    const train = async (version: number) => {
      await start(`token ${version}`);
      await until(async () => (await latest())?.status === "trained");
      await tenant.as(() => Weights.copy(avatarId));
    };
    await tenant.as(() => Curation.curate(avatarId));
    await packedDataset(begun);
    await train(1);
    await tenant.as(() => Setup.finish(avatarId, begun.runId));
    await tenant.as(() => Retraining.request(avatarId, { preset: "fast" }));
    return { ...begun, datasetId, start, latest, train };
  }

  it("is a version of its own, bought once, and the older one can be used again", async () => {
    const { tenant, avatarId, train, start, latest } = await trainedTwice();
    const first = await latest();
    const before = bought();
    await train(2);
    await start("again");
    expect(boughtSince(before)).toEqual({ predictions: 0, trainings: 1, duplicates: 0 });
    expect(await latest()).toMatchObject({ version: 2, status: "ready", datasetImages: 12 });
    const active = async () =>
      (await database()`select active_lora_version_id as id from avatars where id = ${avatarId}`)[0]?.id;
    expect(await active()).toBe((await latest())?.id);
    await tenant.as(() => Retraining.activate(avatarId, String(first?.id)));
    expect(await active()).toBe(first?.id);
  });

  it("that is canceled while its weights are copied is kept, and pictures are made with the older one", async () => {
    const { tenant, avatarId, start, latest } = await trainedTwice();
    const first = await latest();
    await start("second");
    await until(async () => (await latest())?.status === "trained");
    // The machine is stopped; the copy it had begun comes to its end.
    await tenant.as(() => Setup.cancel(avatarId));
    await tenant.as(() => Weights.copy(avatarId));
    const second = await latest();
    expect(second).toMatchObject({ version: 2, status: "ready" });
    const active = async () =>
      (await database()`select active_lora_version_id as id from avatars where id = ${avatarId}`)[0]?.id;
    expect(await active()).toBe(first?.id);
    await tenant.as(() => Retraining.activate(avatarId, String(second?.id)));
    expect(await active()).toBe(second?.id);
  });

  it("that fails leaves the persona ready with the version it had", async () => {
    const begun = await trainedTwice();
    const { tenant, avatarId, latest } = begun;
    const [run] = await database()`
      select id from setup_runs where avatar_id = ${avatarId} and status = 'running'`;
    const failure = { code: "training_failed", message: "Out of memory." };
    await tenant.as(() => Setup.recordFailure(avatarId, String(run?.id), failure));
    expect(await statusOf(begun)).toEqual(["ready", "failed"]);
    expect(await latest()).toMatchObject({ version: 1, status: "ready" });
  });

  it("that the provider refuses leaves no version that seems to train", async () => {
    const { tenant, avatarId, start, latest } = await trainedTwice();
    const [run] = await database()`
      select id from setup_runs where avatar_id = ${avatarId} and status = 'running'`;
    await fault({
      kind: "402",
      match: { provider: "replicate", method: "POST", path: "/trainings$" },
      count: 1,
    });
    await expect(start("second")).rejects.toMatchObject({ code: "provider_unpaid" });
    const failure = { code: "provider_unpaid", message: "Nobody paid." };
    await tenant.as(() => Setup.recordFailure(avatarId, String(run?.id), failure));
    expect(await latest()).toMatchObject({ version: 2, status: "failed", errorCode: "provider_unpaid" });
    await tenant.as(() => Retraining.request(avatarId, { preset: "fast" }));
    await start("third");
    await until(async () => (await latest())?.status === "trained");
    expect(await latest()).toMatchObject({ version: 3 });
  });
});
