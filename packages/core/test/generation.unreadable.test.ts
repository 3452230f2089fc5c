import { Candidate } from "@vixen/core/avatar";
import { Batch, Piece } from "@vixen/core/content";
import { retryFailures } from "@vixen/core/content/failure.ts";
import { describe, expect, it } from "vitest";
import { clearFaults, cloud, database, fault, useWorld } from "./harness.ts";
import { bought, boughtSince, lastCall, nanosOfRows, nanosSince } from "./support/ledger.ts";
import { newAvatar, readyAvatar } from "./support/persona.ts";
import { pump, repair, until } from "./support/pump.ts";
import { newTenant } from "./support/tenant.ts";

useWorld();

/** A batch of one piece. */
async function onePiece() {
  const { tenant, avatarId } = await readyAvatar();
  const [before, since] = [bought(), lastCall()];
  const { id: batchId } = await tenant.as(() => Batch.start({ avatarId, count: 1, seed: 5, tier: "public" }));
  const piece = async () => (await tenant.tx(() => Piece.list({ batchId }, { limit: 1 })))[0];
  return {
    tenant,
    batchId,
    before,
    since,
    piece,
    batch: () => tenant.tx(() => Batch.get(batchId)),
    isSettled: async () => (await piece())?.settledAt !== null,
    attempts: () => database()`
      select status, error_code from attempts where owner_id = ${tenant.userId} order by id`,
  };
}

const refusals = [
  { name: "whose file is none", rule: { kind: "garbage", match: { path: "/delivery/" } } },
  {
    name: "that the moderation cannot read",
    rule: { kind: "unreadable_image", match: { provider: "openai", path: "/moderations" } },
  },
  {
    name: "that the face check cannot read",
    rule: { kind: "unreadable_image", match: { provider: "rekognition" } },
  },
];

describe("A picture", () => {
  it.each(refusals)(
    "$name fails its piece once and for all, is booked, and is made anew by a retry",
    async ({ rule }) => {
      const { tenant, batchId, before, since, piece, batch, isSettled, attempts } = await onePiece();
      // The copy is moderated by the same endpoint: it is there before.
      while ((await piece())?.copyStatus === "pending") await pump({ only: "hook" });
      await fault(rule);
      await until(isSettled);
      expect(await piece()).toMatchObject({ status: "failed", failureCode: "unreadable_picture" });
      expect(await batch()).toMatchObject({ status: "finished" });
      expect(await attempts()).toEqual([{ status: "failed", error_code: "unreadable_picture" }]);
      // Neither a message nor a sweep comes back to it.
      expect(cloud().messages).toEqual([]);
      await repair();
      expect((await pump()).errors).toEqual([]);
      expect(boughtSince(before).predictions).toBe(1);
      const [booked, billed] = [await nanosOfRows(tenant.userId), nanosSince(since)];
      expect(booked.image).toBeGreaterThan(0);
      expect({ image: booked.image, face: booked.face }).toEqual({ image: billed.image, face: billed.face });

      clearFaults();
      expect(await tenant.as(() => retryFailures(batchId, "unreadable_picture"))).toBe(1);
      await until(isSettled);
      expect(await piece()).toMatchObject({ status: "ready" });
      // The same seed would have brought the same file.
      expect(boughtSince(before)).toEqual({ predictions: 2, trainings: 0, duplicates: 0 });
    },
  );

  it("whose file cannot be read at first is read again, and bought once", async () => {
    const { before, piece, isSettled } = await onePiece();
    await fault({ kind: "garbage", match: { path: "/delivery/" }, count: 2 });
    await until(isSettled);
    expect(await piece()).toMatchObject({ status: "ready" });
    expect(boughtSince(before)).toEqual({ predictions: 1, trainings: 0, duplicates: 0 });
  });

  it("of a face that cannot be read fails the face, which can be made anew", async () => {
    const tenant = await newTenant();
    const avatarId = await newAvatar(tenant, { candidateCount: 1 });
    await tenant.as(() => Candidate.start(avatarId));
    const face = async () => (await tenant.tx(() => Candidate.list(avatarId)))[0];
    await fault({ kind: "unreadable_image", match: { provider: "rekognition" } });
    await until(async () => (await face())?.status === "failed");
    expect(await face()).toMatchObject({ reason: "unreadable_picture" });
    clearFaults();
    await tenant.as(() => Candidate.reroll(avatarId, 0));
    await until(async () => (await face())?.status === "ready");
  });
});
