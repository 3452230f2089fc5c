import * as Storage from "@vixen/core/provider/storage.ts";
import { describe, expect, it } from "vitest";
import { clearFaults, cloud, database, fault, useWorld } from "./harness.ts";
import { armCrash, restart } from "./support/crash.ts";
import { asked, expectPrivate, expectPublic, pictured, work } from "./support/placement.ts";
import { repair } from "./support/pump.ts";

useWorld();

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
