import { Avatar, Lora, Removal, Setup, Training } from "@vixen/core/avatar";
import { Batch } from "@vixen/core/content";
import * as Actor from "@vixen/core/kit/actor.ts";
import { ProviderError } from "@vixen/core/kit/error.ts";
import * as Replicate from "@vixen/core/provider/replicate.ts";
import * as Storage from "@vixen/core/provider/storage.ts";
import { describe, expect, it } from "vitest";
import { clearFaults, cloud, database, fault, sandbox, settings, useWorld, webhookDoor } from "./harness.ts";
import { bought, boughtSince, nanosOfRows } from "./support/ledger.ts";
import { type Ready, readyAvatar } from "./support/persona.ts";
import { pump, until } from "./support/pump.ts";
import { begunSetup, packedDataset } from "./support/setup.ts";

useWorld();

/** What of an avatar says whose it is. */
type Owned = Pick<Ready, "tenant" | "avatarId">;
const remove = ({ tenant, avatarId }: Owned) => tenant.as(() => Avatar.remove(avatarId));
const round = ({ tenant, avatarId }: Owned) => tenant.as(() => Removal.carryOut(avatarId));
const receipt = ({ tenant, avatarId }: Owned) => tenant.tx(() => Removal.find(avatarId));
/** Lets the time pass in which somebody might still be writing a file. */
const elapse = ({ avatarId }: Ready) => database()`
  update avatar_removals set requested_at = now() - interval '1 hour', due_at = now() - interval '1 second'
  where avatar_id = ${avatarId}`;
const start = ({ tenant, avatarId }: Ready, count: number) =>
  tenant.as(() => Batch.start({ avatarId, count, seed: 1 }));

const isThere = (bucket: Storage.Bucket, key: string) =>
  Storage.get(bucket, key).then(
    () => true,
    (error: unknown) => {
      if (error instanceof ProviderError && error.code === "NoSuchKey") return false;
      throw error;
    },
  );

/** Trains a version of the avatar into a model of its own, as its setup would. Returns the model's full name. */
async function ownModel({ tenant, avatarId, loraVersionId }: Ready): Promise<string> {
  const name = Lora.modelName({ avatarId, version: 2 });
  await Replicate.ensureModel(name);
  const destination = await Replicate.destinationOf(name);
  const images = await tenant.as(() => Storage.presignedUrl("shared/faces.zip"));
  const { id } = await Replicate.createTraining(destination, { input_images: images, trigger_word: "OWN" });
  while (!Replicate.isEnded(await Replicate.getTraining(id))) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await database()`
    insert into lora_versions (
      id, owner_id, avatar_id, dataset_id, version, status, base_model, trainer, trainer_version, parameters,
      dataset_sha256, destination
    )
    select id || '2', owner_id, avatar_id, dataset_id, 2, 'ready', base_model, trainer, trainer_version, parameters,
      dataset_sha256, ${destination}
    from lora_versions where id = ${loraVersionId}`;
  return destination;
}

const statusOfModel = async (name: string) => {
  const headers = { authorization: "Bearer sandbox-replicate-token" };
  return (await fetch(`${sandbox().url}/replicate/v1/models/${name}`, { headers })).status;
};

describe("A deleted avatar", () => {
  it("takes its files with it, in both buckets, and leaves what it cost", async () => {
    const ready = await readyAvatar();
    const batch = await start(ready, 3);
    const isSettled = async () => (await ready.tenant.tx(() => Batch.get(batch.id))).status === "finished";
    await until(isSettled);
    const files = await database()`
      select media_bucket as bucket, media_key as key from content_pieces where batch_id = ${batch.id}`;
    expect(files.length).toBe(3);
    const before = await nanosOfRows(ready.tenant.userId);
    const mine = `avatars/${ready.avatarId}/other.jpg`;
    const neighbour = `avatars/${ready.avatarId}0/other.jpg`;
    for (const key of [mine, neighbour]) {
      const options = { contentType: "image/jpeg", purpose: {} };
      await ready.tenant.as(() => Storage.put("private", key, new Uint8Array([1]), options));
    }
    await remove(ready);
    await expect(ready.tenant.tx(() => Avatar.get(ready.avatarId))).rejects.toMatchObject({
      code: "not_found",
    });
    expect((await pump()).errors).toEqual([]);
    for (const { bucket, key } of files) expect(await isThere(bucket, String(key))).toBe(false);
    expect([await isThere("private", mine), await isThere("private", neighbour)]).toEqual([false, true]);
    expect(await receipt(ready)).toMatchObject({ status: "swept", filesDeleted: 4 });
    // Deleting again finds nothing; a file that a late collector wrote goes with the last round.
    await ready.tenant.as(() =>
      Storage.put("private", mine, new Uint8Array([1]), { contentType: "image/jpeg", purpose: {} }),
    );
    await elapse(ready);
    await Actor.asSystem("test", Removal.sweep);
    expect((await pump()).errors).toEqual([]);
    expect(await receipt(ready)).toMatchObject({ status: "finished", filesDeleted: 5 });
    expect(await isThere("private", mine)).toBe(false);
    await round(ready);
    expect(await receipt(ready)).toMatchObject({ status: "finished", rounds: 2 });
    const after = await nanosOfRows(ready.tenant.userId);
    expect(after.image).toBe(before.image);
  });

  it("takes its trained models with it, in another round when the provider is down, and nobody else's", async () => {
    const ready = await readyAvatar();
    const mine = await ownModel(ready);
    const others = await Replicate.destinationOf("shared");
    expect(await statusOfModel(mine)).toBe(200);
    await fault({ kind: "500", match: { provider: "replicate", method: "DELETE" } });
    await remove(ready);
    cloud().messages.splice(0, cloud().messages.length);
    // Long enough for the files, and not for the model to be given up.
    await database()`
      update avatar_removals set requested_at = now() - interval '5 minutes' where avatar_id = ${ready.avatarId}`;
    await round(ready);
    expect(await receipt(ready)).toMatchObject({ status: "swept", models: [mine], modelsDeleted: 0 });
    clearFaults();
    await round(ready);
    const gone = { status: "finished", models: [], modelsDeleted: 1 };
    expect(await receipt(ready)).toMatchObject(gone);
    expect([await statusOfModel(mine), await statusOfModel(others)]).toEqual([404, 200]);
    await round(ready);
    expect(await receipt(ready)).toMatchObject(gone);
  });

  it("counts a model as gone that the provider does not know, and gives up on one that it keeps", async () => {
    const [unknown, kept] = [await readyAvatar(), await readyAvatar()];
    const name = await Replicate.destinationOf(Lora.modelName({ avatarId: unknown.avatarId, version: 1 }));
    await database()`update lora_versions set destination = ${name} where id = ${unknown.loraVersionId}`;
    const held = await ownModel(kept);
    for (const ready of [unknown, kept]) {
      await remove(ready);
      await elapse(ready);
    }
    cloud().messages.splice(0, cloud().messages.length);
    await round(unknown);
    expect(await receipt(unknown)).toMatchObject({ status: "finished", models: [], modelsDeleted: 1 });
    await fault({ kind: "500", match: { provider: "replicate", method: "DELETE" } });
    await database()`
      update avatar_removals set requested_at = now() - interval '2 days' where avatar_id = ${kept.avatarId}`;
    await round(kept);
    expect(await receipt(kept)).toMatchObject({ status: "finished", models: [held], modelsDeleted: 0 });
  });

  it("stops what runs at the provider and books what it really cost", async () => {
    const ready = await readyAvatar();
    await settings({ predictionMs: 400_000 });
    await start(ready, 1);
    await pump({ only: "generation" });
    const [attempt] =
      await database()`select provider_id from attempts where owner_id = ${ready.tenant.userId}`;
    const id = String(attempt?.provider_id);
    while ((await Replicate.getPrediction(id)).status !== "processing") {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await remove(ready);
    cloud().messages.splice(0, cloud().messages.length);
    await round(ready);
    const run = await Replicate.getPrediction(id);
    expect(run.status).toBe("canceled");
    await round(ready);
    await round(ready);
    const booked = (await nanosOfRows(ready.tenant.userId)).image ?? 0;
    expect(booked).toBeGreaterThan(0);
    expect(booked).toBe(Math.round((run.metrics?.predict_time ?? 0) * 1000) * 1_525);
    expect((await receipt(ready))?.attempts).toEqual([]);
  });

  it("books a purchase that nobody had answered for, once", async () => {
    const ready = await readyAvatar();
    const before = bought();
    await start(ready, 1);
    webhookDoor().isOpen = false;
    await pump({ only: "generation" });
    // As a create call leaves it whose answer was lost.
    await database()`
      update attempts set status = 'unknown', provider_id = null where owner_id = ${ready.tenant.userId}`;
    await remove(ready);
    cloud().messages.splice(0, cloud().messages.length);
    while (((await receipt(ready))?.attempts.length ?? 0) > 0) await round(ready);
    expect(boughtSince(before).predictions).toBe(1);
    const rows = await database()`
      select id from cost_entries where owner_id = ${ready.tenant.userId} and kind = 'image'`;
    expect(rows).toHaveLength(1);
  });

  it("stops a training that was given up and runs all the same, and books it", async () => {
    const begun = await begunSetup();
    await packedDataset(begun);
    const { tenant, avatarId, runId } = begun;
    await settings({ trainingMs: 60_000_000 });
    await tenant.as(() => Training.start(avatarId, "token"));
    const [attempt] = await database()`select id, provider_id from attempts where avatar_id = ${avatarId}`;
    await database()`
      update attempts set status = 'lost', provider_id = null, settled_at = now() where id = ${attempt?.id}`;
    await tenant.as(() => Setup.recordFailure(avatarId, runId, { code: "x", message: "y" }));
    await remove(begun);
    cloud().messages.splice(0, cloud().messages.length);
    while (((await receipt(begun))?.attempts.length ?? 0) > 0) await round(begun);
    expect((await Replicate.getTraining(String(attempt?.provider_id))).status).toBe("canceled");
    const rows = await database()`
      select id from cost_entries where owner_id = ${tenant.userId} and kind = 'training'`;
    expect(rows).toHaveLength(1);
  });

  it("gives a purchase up that was never made, once it had its time", async () => {
    const ready = await readyAvatar();
    await start(ready, 1);
    await fault({
      kind: "500",
      match: { provider: "replicate", method: "POST", path: "/predictions$" },
      count: 1,
    });
    await pump({ only: "generation" });
    await remove(ready);
    cloud().messages.splice(0, cloud().messages.length);
    await round(ready);
    expect((await receipt(ready))?.attempts).toHaveLength(1);
    await elapse(ready);
    await round(ready);
    expect(await receipt(ready)).toMatchObject({ status: "finished", attempts: [] });
    expect((await nanosOfRows(ready.tenant.userId)).image).toBeUndefined();
  });
});
