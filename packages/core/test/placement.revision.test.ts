import { Avatar, Removal } from "@vixen/core/avatar";
import { PlacementMove } from "@vixen/core/content";
import { cancel } from "@vixen/core/content/batch-cancel.ts";
import { decide } from "@vixen/core/content/decision.ts";
import { edit, regenerate } from "@vixen/core/content/revision.ts";
import { describe, expect, it } from "vitest";
import { cloud, sandbox, useWorld } from "./harness.ts";
import { armCrash, restart } from "./support/crash.ts";
import { asked, expectPrivate, expectPublic, pictured, work } from "./support/placement.ts";
import { pump } from "./support/pump.ts";
import { newTenant } from "./support/tenant.ts";

useWorld();

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
