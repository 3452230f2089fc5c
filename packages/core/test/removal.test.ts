import { Avatar, Removal } from "@vixen/core/avatar";
import { Batch } from "@vixen/core/content";
import * as Actor from "@vixen/core/kit/actor.ts";
import { ProviderError } from "@vixen/core/kit/error.ts";
import * as Replicate from "@vixen/core/provider/replicate.ts";
import * as Storage from "@vixen/core/provider/storage.ts";
import { describe, expect, it } from "vitest";
import { cloud, database, fault, settings, useWorld, webhookDoor } from "./harness.ts";
import { bought, boughtSince, nanosOfRows } from "./support/ledger.ts";
import { type Ready, readyAvatar } from "./support/persona.ts";
import { pump, until } from "./support/pump.ts";

useWorld();

const remove = ({ tenant, avatarId }: Ready) => tenant.as(() => Avatar.remove(avatarId));
const round = ({ tenant, avatarId }: Ready) => tenant.as(() => Removal.carryOut(avatarId));
const receipt = ({ tenant, avatarId }: Ready) => tenant.tx(() => Removal.find(avatarId));
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
