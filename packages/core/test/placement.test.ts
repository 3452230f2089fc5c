import { Avatar, Removal } from "@vixen/core/avatar";
import { Batch, Piece, PlacementMove } from "@vixen/core/content";
import { cancel } from "@vixen/core/content/batch-cancel.ts";
import { decide } from "@vixen/core/content/decision.ts";
import { edit, regenerate } from "@vixen/core/content/revision.ts";
import type { Decide } from "@vixen/core/content/schema.ts";
import { ProviderError } from "@vixen/core/kit/error.ts";
import * as Storage from "@vixen/core/provider/storage.ts";
import { describe, expect, it } from "vitest";
import { clearFaults, cloud, database, fault, sandbox, useWorld } from "./harness.ts";
import { armCrash, restart } from "./support/crash.ts";
import { portrait, readyAvatar } from "./support/persona.ts";
import { pump, repair } from "./support/pump.ts";
import { newTenant } from "./support/tenant.ts";

useWorld();

type Start = { status?: "ready" | "review"; tier?: "public" | "subscriber" };

/** A piece whose picture lies where its status says, and what can be done with it and asked of it. */
async function pictured({ status = "review", tier = "public" }: Start = {}) {
  const { tenant, avatarId } = await readyAvatar();
  const batch = await tenant.as(() => Batch.start({ avatarId, count: 1, seed: 5, tier }));
  cloud().messages.length = 0;
  const [piece] = await tenant.tx(() => Piece.list({ batchId: batch.id }, { limit: 1 }));
  if (!piece) throw new Error("one piece was asked for");
  const { id } = piece;
  const key = `avatars/${avatarId}/pieces/${id}/año 1.jpg`;
  const bucket = status === "ready" && tier === "public" ? "public" : "private";
  const bytes = await portrait(7);
  const url = await Storage.publicUrl(encodeURI(key));
  await tenant.as(() => Storage.put(bucket, key, bytes, { contentType: "image/jpeg", purpose: {} }));
  await database()`
    update content_pieces
    set status = ${status}, image_status = ${status === "ready" ? "allow" : "review"}, copy_status = 'allow',
      hook = 'Words', media_key = ${key}, media_bucket = ${bucket},
      cdn_url = ${bucket === "public" ? await Storage.publicUrl(key) : null}
    where id = ${id}
  `;
  await database()`update content_batches set status = 'finished' where id = ${batch.id}`;
  const isIn = (where: Storage.Bucket) =>
    Storage.get(where, key).then(
      (found) => found.equals(bytes),
      (error: unknown) => {
        if (error instanceof ProviderError && error.code === "NoSuchKey") return false;
        throw error;
      },
    );
  return {
    tenant,
    avatarId,
    batchId: batch.id,
    id,
    key,
    say: (decision: Decide["decision"]) => tenant.as(() => decide({ pieceIds: [id], decision })),
    place: () => tenant.as(() => PlacementMove.carryOut(id)),
    row: () => tenant.tx(() => Piece.get(id)),
    /** Where the picture is, whatever the row says. */
    lies: async () => ({ public: await isIn("public"), private: await isIn("private") }),
    onCdn: async () => (await fetch(url)).status,
    isWaiting: async () =>
      (await database()`select 1 from piece_placements where piece_id = ${id}`).length > 0,
    booked: async () =>
      (
        await database()`
          select quantity::int from cost_entries where subject_id = ${id} and kind = 'storage'`
      ).map(({ quantity }) => quantity),
  };
}

type Pictured = Awaited<ReturnType<typeof pictured>>;

const asked = () => cloud().messages.filter(({ queue }) => queue === "piece-place").length;
const work = () => pump({ only: "piece-place" });

async function expectPublic(piece: Pictured) {
  expect(await piece.row()).toMatchObject({
    mediaBucket: "public",
    cdnUrl: await Storage.publicUrl(piece.key),
  });
  expect(await piece.lies()).toEqual({ public: true, private: false });
  expect(await piece.onCdn()).toBe(200);
  expect(await piece.isWaiting()).toBe(false);
}

async function expectPrivate(piece: Pictured) {
  expect(await piece.row()).toMatchObject({ mediaBucket: "private", cdnUrl: null });
  expect(await piece.lies()).toEqual({ public: false, private: true });
  expect(await piece.onCdn()).toBe(404);
  expect(await piece.isWaiting()).toBe(false);
}

describe("A picture follows a decision", () => {
  it("to the CDN when its piece is approved, with the headers of the public bucket", async () => {
    const piece = await pictured();
    await piece.say("approve");
    // A decision waits for no storage, and until the copy is there the private address is the one that works.
    expect(await piece.row()).toMatchObject({ status: "ready", mediaBucket: "private", cdnUrl: null });
    expect((await work()).errors).toEqual([]);
    await expectPublic(piece);
    const { headers } = await fetch(await Storage.publicUrl(encodeURI(piece.key)));
    expect(headers.get("content-type")).toBe("image/jpeg");
    expect(headers.get("cache-control")).toBe("public, max-age=3600");
    expect(await piece.booked()).toEqual([1]);
  });

  it("off the CDN when its piece is rejected, and back when that is undone", async () => {
    const piece = await pictured({ status: "ready" });
    await piece.say("reject");
    expect((await work()).errors).toEqual([]);
    await expectPrivate(piece);
    await piece.say("reopen");
    expect((await work()).errors).toEqual([]);
    await expectPublic(piece);
    expect(await piece.booked()).toEqual([1, 1]);
  });

  it("nowhere when it is for subscribers, or lies there already", async () => {
    const gated = await pictured({ tier: "subscriber" });
    const open = await pictured({ status: "ready" });
    await gated.say("approve");
    await open.say("approve");
    expect(asked()).toBe(0);
    await expectPrivate(gated);
    await expectPublic(open);
  });

  it("once, however often its message comes and however many work at it", async () => {
    const piece = await pictured();
    await piece.say("approve");
    await Promise.all([piece.place(), piece.place(), piece.place()]);
    await expectPublic(piece);
    await piece.place();
    await expectPublic(piece);
    expect(await piece.booked()).toEqual([1]);
  });

  it("nowhere when the decision is undone before anybody moved it", async () => {
    const piece = await pictured();
    await piece.say("approve");
    await piece.say("reopen");
    expect(asked()).toBe(1);
    expect((await work()).errors).toEqual([]);
    await expectPrivate(piece);
    expect(await piece.booked()).toEqual([]);
  });

  it("to where the last decision says, when many are made while it is moved", async () => {
    const piece = await pictured();
    const decisions = ["approve", "reject", "approve", "reopen", "approve", "reject", "approve"] as const;
    for (const decision of decisions) await Promise.all([piece.say(decision), work()]);
    await repair();
    expect((await work()).errors).toEqual([]);
    await expectPublic(piece);
  });
});

describe("A mover that dies", () => {
  it.each([
    { at: "place.claimed", lies: { public: false, private: true } },
    { at: "place.copied", lies: { public: true, private: true } },
    { at: "place.recorded", lies: { public: true, private: true } },
    { at: "place.removed", lies: { public: true, private: false } },
  ])("at $at loses no picture, and the next one ends it", async ({ at, lies }) => {
    const piece = await pictured();
    await piece.say("approve");
    armCrash(at);
    await expect(piece.place()).rejects.toThrow();
    expect(await restart()).toBeGreaterThan(0);
    expect(await piece.lies()).toEqual(lies);
    // Whatever address the row gives is one that works.
    const { mediaBucket } = await piece.row();
    expect(lies[mediaBucket ?? "private"]).toBe(true);
    cloud().messages.length = 0;
    // The message that comes again finds it taken; after the deadline the sweep asks.
    await piece.place();
    expect(await piece.isWaiting()).toBe(true);
    expect(await repair()).toMatchObject({ placesAsked: 1 });
    expect((await work()).errors).toEqual([]);
    await expectPublic(piece);
    expect(await piece.booked()).toEqual([1]);
  });

  it.each(["place.copied", "place.recorded"])(
    "at %s leaves nothing public of a piece that is rejected meanwhile",
    async (at) => {
      const piece = await pictured();
      await piece.say("approve");
      armCrash(at);
      await expect(piece.place()).rejects.toThrow();
      await restart();
      expect(await piece.onCdn()).toBe(200);
      await piece.say("reject");
      cloud().messages.length = 0;
      await repair();
      expect((await work()).errors).toEqual([]);
      await expectPrivate(piece);
    },
  );
});

describe("A storage that fails", () => {
  it("keeps no decision waiting, and the picture is moved once it is there again", async () => {
    const piece = await pictured({ status: "ready" });
    await fault({ kind: "500", match: { provider: "r2" }, rate: 1 });
    await piece.say("reject");
    expect((await work()).errors).toHaveLength(1);
    expect(await piece.row()).toMatchObject({ status: "rejected", mediaBucket: "public" });
    clearFaults();
    expect((await work()).errors).toEqual([]);
    await expectPrivate(piece);
  });

  it("and has lost the picture does not keep its address", async () => {
    const piece = await pictured({ status: "ready" });
    await database()`update content_pieces set media_key = 'avatars/gone.jpg' where id = ${piece.id}`;
    await piece.say("reject");
    expect((await work()).errors).toEqual([]);
    expect(await piece.row()).toMatchObject({ mediaBucket: "private", cdnUrl: null });
    expect(await piece.isWaiting()).toBe(false);
  });
});

describe("The sweep", () => {
  it("finds what lies in the wrong bucket though nobody asked, and nothing else", async () => {
    const wrong = await pictured();
    const right = await pictured({ status: "ready" });
    await database()`update content_pieces set status = 'ready' where id = ${wrong.id}`;
    expect(await repair()).toMatchObject({ placesAsked: 1 });
    expect((await work()).errors).toEqual([]);
    await expectPublic(wrong);
    await expectPublic(right);
    expect(await repair()).toMatchObject({ placesAsked: 0 });
  });
});

describe("A revision", () => {
  it("whose new words are held back takes the picture off the CDN", async () => {
    const piece = await pictured({ status: "ready" });
    await piece.tenant.as(() => edit(piece.id, { caption: "te voy a matar, sé dónde vives" }));
    // The picture itself passed: while the words are judged it stays.
    expect(asked()).toBe(0);
    await pump({ only: "hook" });
    expect(await piece.row()).toMatchObject({ status: "blocked" });
    expect((await work()).errors).toEqual([]);
    await expectPrivate(piece);
  });

  it("of what only a person had passed takes it off at once, since that is void", async () => {
    const piece = await pictured();
    await piece.say("approve");
    await work();
    await expectPublic(piece);
    await piece.tenant.as(() => edit(piece.id, { hook: "Other words" }));
    await work();
    await expectPrivate(piece);
    expect(await piece.row()).toMatchObject({ status: "generating" });
  });

  it("that makes a piece anew deletes the picture it had", async () => {
    const piece = await pictured({ status: "ready" });
    await piece.tenant.as(() => regenerate(piece.id));
    expect((await work()).errors).toEqual([]);
    expect(await piece.lies()).toEqual({ public: false, private: false });
    expect(await piece.row()).toMatchObject({ mediaKey: null, status: "generating" });
    expect(await piece.isWaiting()).toBe(false);
  });

  it("that stops its batch takes the picture off", async () => {
    const piece = await pictured({ status: "ready" });
    await piece.tenant.as(() => edit(piece.id, { hook: "Other words" }));
    await piece.tenant.as(() => cancel(piece.batchId));
    expect((await work()).errors).toEqual([]);
    await expectPrivate(piece);
  });
});

describe("A stranger", () => {
  it("moves nothing, by decision or by message", async () => {
    const piece = await pictured();
    await piece.say("approve");
    const stranger = await newTenant();
    cloud().messages.length = 0;
    await stranger.as(() => PlacementMove.carryOut(piece.id));
    const [outcome] = await stranger.as(() => decide({ pieceIds: [piece.id], decision: "reject" }));
    expect(outcome).toMatchObject({ outcome: "refused", code: "not_found" });
    expect(asked()).toBe(0);
    expect(await piece.lies()).toEqual({ public: false, private: true });
    expect(await piece.row()).toMatchObject({ mediaBucket: "private", cdnUrl: null });
    const writes = sandbox()
      .frame.calls.list({ provider: "r2" })
      .filter(({ method, path }) => method !== "GET" && path.includes(piece.id));
    expect(writes).toHaveLength(1);
  });
});

describe("A deletion of the avatar", () => {
  it("in the middle of a move leaves the picture in neither bucket", async () => {
    const piece = await pictured();
    await piece.say("approve");
    armCrash("place.copied");
    await expect(piece.place()).rejects.toThrow();
    await restart();
    await piece.tenant.as(() => Avatar.remove(piece.avatarId));
    await piece.tenant.as(() => Removal.carryOut(piece.avatarId));
    await piece.place();
    expect(await piece.lies()).toEqual({ public: false, private: false });
    expect(await piece.isWaiting()).toBe(false);
  });
});
