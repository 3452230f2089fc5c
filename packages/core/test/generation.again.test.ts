import { Candidate, Training } from "@vixen/core/avatar";
import { Batch, Piece } from "@vixen/core/content";
import { regenerate } from "@vixen/core/content/revision.ts";
import { type Attempt, collect, reconcile, submit } from "@vixen/core/generation";
import * as Actor from "@vixen/core/kit/actor.ts";
import { describe, expect, it } from "vitest";
import { cloud, database, fault, settings, useWorld } from "./harness.ts";
import { bought, boughtSince } from "./support/ledger.ts";
import { newAvatar, readyAvatar } from "./support/persona.ts";
import { failers, inspectors, pump, until } from "./support/pump.ts";
import { begunSetup, packedDataset } from "./support/setup.ts";
import { newTenant } from "./support/tenant.ts";

useWorld();

/** A batch of one piece, whose order waits in the queue. */
async function onePiece() {
  const { tenant, avatarId } = await readyAvatar();
  const before = bought();
  const batch = await tenant.as(() => Batch.start({ avatarId, count: 1, seed: 11 }));
  const [piece] = await tenant.tx(() => Piece.list({ batchId: batch.id }, { limit: 1 }));
  if (!piece) throw new Error("one piece was asked for");
  const { id, generationId } = piece;
  return {
    tenant,
    id,
    before,
    generationId,
    piece: () => tenant.tx(() => Piece.get(id)),
    isSettled: async () => (await tenant.tx(() => Piece.get(id))).settledAt !== null,
    generation: async () => (await database()`select * from generations where id = ${generationId}`)[0],
    attempts: () => database()`
      select id, status, provider_id from attempts where subject_id = ${generationId} order by id`,
  };
}

describe("A picture that is made anew", () => {
  it("is not the old one again, though the old one's webhook comes once more", async () => {
    const { tenant, id, before, piece, isSettled, generation, attempts } = await onePiece();
    await until(isSettled);
    const [old, [first]] = [await piece(), await attempts()];
    await tenant.as(() => regenerate(id));
    const pointer = { id: String(first?.provider_id), attemptId: String(first?.id) };
    await Actor.asSystem("test", () => collect(pointer, { inspectors, failers }));
    expect(await generation()).toMatchObject({ status: "queued" });
    expect(await piece()).toMatchObject({ mediaKey: null, status: "generating" });
    await until(isSettled);
    expect((await piece()).mediaKey).not.toBe(old.mediaKey);
    expect(boughtSince(before)).toEqual({ predictions: 2, trainings: 0, duplicates: 0 });
  });
});

describe("A face that is made anew while it waits to be bought", () => {
  it("is not bought, and the one in its place is", async () => {
    const tenant = await newTenant();
    const avatarId = await newAvatar(tenant, { candidateCount: 1 });
    const before = bought();
    await tenant.as(() => Candidate.start(avatarId));
    await tenant.as(() => Candidate.reroll(avatarId, 0));
    const faces = () => tenant.tx(() => Candidate.list(avatarId));
    await until(async () => (await faces()).every(({ status }) => status === "ready"));
    expect(await faces()).toMatchObject([{ slot: 0, revision: 1 }]);
    expect(boughtSince(before)).toEqual({ predictions: 1, trainings: 0, duplicates: 0 });
  });
});

describe("A face that waits to be bought when another one is locked", () => {
  it("is not bought and no longer shown", async () => {
    const tenant = await newTenant();
    const avatarId = await newAvatar(tenant, { candidateCount: 3 });
    const before = bought();
    await tenant.as(() => Candidate.start(avatarId));
    const [first, ...others] = cloud().messages.splice(0);
    cloud().messages.push(...[first].filter((message) => message !== undefined));
    const faces = () => tenant.tx(() => Candidate.list(avatarId));
    await until(async () => (await faces()).some(({ status }) => status === "ready"));
    const ready = (await faces()).find(({ status }) => status === "ready");
    await tenant.as(() => Candidate.lock(avatarId, String(ready?.id)));
    cloud().messages.push(...others);
    expect((await pump()).errors).toEqual([]);
    expect(boughtSince(before).predictions).toBe(1);
    expect(await faces()).toMatchObject([{ id: ready?.id, isChosen: true }]);
  });
});

describe("An order that has to wait for a place", () => {
  const orders = () => cloud().messages.filter(({ queue }) => queue === "generation");

  it("has one message however long that takes, and none once nobody waits for it", async () => {
    const { tenant, generationId, isSettled, before } = await onePiece();
    cloud().messages.splice(0);
    cloud().limit.left = 0;
    await database()`update generations set deadline_at = now() - interval '1 second' where id = ${generationId}`;
    await tenant.as(() => submit(generationId, failers));
    expect(orders()).toHaveLength(1);
    // The sweep finds a picture whose message is on its way.
    await reconcile(failers, { match: async () => () => false, abandon: async () => {} });
    expect(orders()).toHaveLength(1);
    cloud().limit.left = Number.POSITIVE_INFINITY;
    await until(isSettled, { isRepairing: true });
    cloud().messages.splice(0);
    cloud().limit.left = 0;
    await tenant.as(() => submit(generationId, failers));
    expect(orders()).toEqual([]);
    expect(boughtSince(before).predictions).toBe(1);
  });
});

describe("A purchase without an answer", () => {
  it("is looked up once, however many runs the provider has that nobody here knows of", async () => {
    await settings({ trainingMs: 60_000_000 });
    const trainings = { provider: "replicate", method: "POST", path: "/trainings$" };
    const start = async () => {
      const begun = await begunSetup();
      await packedDataset(begun);
      await begun.tenant.as(() => Training.start(begun.avatarId, "token"));
      return begun;
    };
    for (const { tenant } of [await start(), await start(), await start()]) {
      await database()`
        update attempts set status = 'failed', provider_id = null where owner_id = ${tenant.userId}`;
    }
    await fault({ kind: "500", match: trainings, count: 1 });
    const { tenant } = await start();
    const [mine] = await database()`
      update attempts set deadline_at = now() - interval '1 second'
      where owner_id = ${tenant.userId} and status = 'unknown' returning id`;
    const asked: string[] = [];
    const match = async ({ id }: Attempt.Info) => {
      asked.push(id);
      return () => false;
    };
    const reconciled = await reconcile(failers, { match, abandon: async () => {} });
    expect(reconciled).toMatchObject({ found: 0, lost: 1 });
    expect(asked).toEqual([mine?.id]);
  });
});
