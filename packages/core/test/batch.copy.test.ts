import { Batch, Hook, Piece } from "@vixen/core/content";
import { describe, expect, it } from "vitest";
import { clearFaults, cloud, database, fault, useWorld } from "./harness.ts";
import { armCrash, restart } from "./support/crash.ts";
import { readyAvatar } from "./support/persona.ts";
import { elapse, pump, repair } from "./support/pump.ts";

useWorld();

/** A batch of one piece, of which only the copy is worked on. */
async function onePiece() {
  const { tenant, avatarId } = await readyAvatar();
  const batch = await tenant.as(() => Batch.start({ avatarId, count: 1, seed: 1, tier: "public" }));
  const piece = async () => {
    const [found] = await tenant.tx(() => Piece.list({ batchId: batch.id }, { limit: 1 }));
    if (!found) throw new Error("the piece is gone");
    return found;
  };
  const textCalls = async () =>
    (await database()`select id from provider_calls where owner_id = ${tenant.userId} and kind = 'text'`)
      .length;
  /** How often in a row it waited, and how many milliseconds it still has to. */
  const waiting = async () => {
    const [row] = await database()<[{ waits: number; left: number }?]>`
      select copy_waits as waits, 1000 * extract(epoch from copy_deadline_at - clock_timestamp())::float8 as left
      from content_pieces where owner_id = ${tenant.userId}`;
    return row ?? { waits: 0, left: 0 };
  };
  const messages = [...cloud().messages];
  return { waiting, tenant, batch, piece, textCalls, messages };
}

describe("A worker that dies while it writes copy", () => {
  const points = [
    "hook.claimed",
    "text.opened",
    "text.called",
    "moderation.called",
    "hook.called",
    "hook.recorded",
  ];
  it.each(points)("at %s leaves the piece to the next delivery, which writes it once", async (point) => {
    const { tenant, piece, messages } = await onePiece();
    cloud().messages.splice(0, Number.POSITIVE_INFINITY, ...messages.filter(({ queue }) => queue === "hook"));
    armCrash(point);
    await pump();
    expect(await restart()).toBeGreaterThan(0);
    const isRecorded = point === "hook.recorded";
    expect((await piece()).copyStatus === "pending").toBe(!isRecorded);
    await pump();
    const { copyStatus, hook } = await piece();
    expect(copyStatus).toBe("allow");
    expect(hook).not.toBe("");
    const verdicts = await database()`
      select place from moderation_verdicts where owner_id = ${tenant.userId} order by place`;
    expect(verdicts.map(({ place }) => place)).toEqual(["prompt", "text"]);
  });

  it("before the message was even sent leaves the row to the sweep", async () => {
    const { tenant, avatarId } = await readyAvatar();
    armCrash("outbox.claimed");
    const batch = await tenant.as(() => Batch.start({ avatarId, count: 1, seed: 1 })).catch(() => undefined);
    expect(await restart()).toBeGreaterThan(0);
    expect(batch).toBeDefined();
    expect(cloud().messages).toEqual([]);
    const piece = async () => (await tenant.tx(() => Piece.list({ avatarId }, { limit: 1 })))[0];
    await repair();
    await pump({ only: "hook" });
    expect((await piece())?.copyStatus).toBe("allow");
  });

  it("leaves a row of each call that was under way", async () => {
    const { tenant } = await onePiece();
    armCrash("text.opened");
    await pump({ only: "hook" });
    await restart();
    const open = await database()`
      select kind, status from provider_calls where owner_id = ${tenant.userId} and kind = 'text'`;
    expect(open).toEqual([{ kind: "text", status: "open" }]);
    const booked = await database()`
      select id from cost_entries where owner_id = ${tenant.userId} and kind = 'text'`;
    expect(booked).toEqual([]);
  });
});

describe("The copy of a piece", () => {
  it("is not written twice when its message comes twice", async () => {
    const { piece, textCalls, messages } = await onePiece();
    await pump({ only: "hook" });
    const [first, calls] = [await piece(), await textCalls()];
    cloud().messages.push(...messages.filter(({ queue }) => queue === "hook"));
    expect((await pump({ only: "hook" })).errors).toEqual([]);
    expect(await piece()).toEqual(first);
    expect(await textCalls()).toBe(calls);
  });

  it("is recorded once when two workers write it at the same moment", async () => {
    const { tenant, piece, batch } = await onePiece();
    const { id } = await piece();
    await Promise.all([tenant.as(() => Hook.write(id)), tenant.as(() => Hook.write(id))]);
    const { copyStatus, reasons } = await piece();
    expect({ copyStatus, reasons }).toEqual({ copyStatus: "allow", reasons: [] });
    expect(await tenant.tx(() => Batch.get(batch.id))).toMatchObject({ counts: { generating: 1 } });
  });

  it("waits while the moderation is out, however long, and passes when it is back", async () => {
    const { piece, waiting } = await onePiece();
    await fault({ kind: "500", match: { provider: "openai", path: "/moderations" } });
    for (let round = 1; round <= 8; round++) {
      // No message is left that could be received once too often: the row alone waits.
      expect((await pump({ only: "hook" })).errors).toEqual([]);
      expect(cloud().messages.filter(({ queue }) => queue === "hook")).toEqual([]);
      expect(await piece()).toMatchObject({ copyStatus: "pending", hook: null, status: "generating" });
      // Half a minute, then twice as long each time, ten minutes at most; a hundred times as fast here.
      const { waits, left } = await waiting();
      expect(waits).toBe(round);
      expect(left).toBeLessThanOrEqual(Math.min(300 * 2 ** (round - 1), 6_000));
      if (round === 8) expect(left).toBeGreaterThan(2_400);
      await repair();
    }
    clearFaults();
    await pump({ only: "hook" });
    expect((await piece()).copyStatus).toBe("allow");
  }, 120_000);

  it("fails at once when the provider refuses for good", async () => {
    const { piece } = await onePiece();
    await fault({ kind: "402", match: { path: "/moderations" } });
    expect((await pump({ only: "hook" })).errors).toEqual([]);
    expect(await piece()).toMatchObject({ copyStatus: "failed", failureCode: "copy_unavailable" });
  });

  it("comes from the second model when the first is out", async () => {
    const { tenant, piece } = await onePiece();
    await fault({ kind: "500", match: { provider: "openai", path: "/chat/" } });
    await pump({ only: "hook" });
    expect((await piece()).copyStatus).toBe("allow");
    const [booked] = await database()`
      select model from cost_entries where owner_id = ${tenant.userId} and kind = 'text' limit 1`;
    expect(booked).toEqual({ model: "claude-haiku-4-5" });
  });

  it("fails with its reason after six workers died of it, and never passes", async () => {
    const { piece } = await onePiece();
    for (let round = 0; round < 6; round++) {
      armCrash("text.opened");
      await pump({ only: "hook" });
      expect(await restart()).toBeGreaterThan(0);
      cloud().messages.length = 0;
      await elapse();
      await repair();
    }
    expect(await piece()).toMatchObject({
      copyStatus: "failed",
      hook: null,
      failureCode: "copy_unavailable",
    });
  });

  it("is blocked with its prompt, and says why", async () => {
    const { tenant, piece } = await onePiece();
    await database()`
      update content_pieces set prompt = 'a naked schoolgirl, 15 years old' where owner_id = ${tenant.userId}`;
    await pump({ only: "hook" });
    const { copyStatus, reasons } = await piece();
    expect(copyStatus).toBe("block");
    expect(reasons[0]).toMatchObject({ place: "prompt" });
  });
});
