import { Cancellation, Candidate, Dataset, Setup } from "@vixen/core/avatar";
import { Batch, BatchCancellation, Piece } from "@vixen/core/content";
import { cancel } from "@vixen/core/content/batch-cancel.ts";
import { collect } from "@vixen/core/generation";
import * as Actor from "@vixen/core/kit/actor.ts";
import * as Replicate from "@vixen/core/provider/replicate.ts";
import { describe, expect, it } from "vitest";
import { cloud, database, useWorld, webhookDoor } from "./harness.ts";
import { armCrash, restart } from "./support/crash.ts";
import { bought, boughtSince, lastCall, nanosOfRows, nanosSince } from "./support/ledger.ts";
import { newAvatar, readyAvatar } from "./support/persona.ts";
import { elapse, failers, inspectors, pump, repair, until } from "./support/pump.ts";
import { begunSetup, findDataset } from "./support/setup.ts";
import { newTenant, type Tenant } from "./support/tenant.ts";

useWorld();

type Pointer = { id: string; attemptId: string };

/** Buys the one picture that waits in the queue, and waits until the provider has made it. Nobody is told of it. */
async function made(tenant: Tenant): Promise<Pointer> {
  webhookDoor().isOpen = false;
  await pump({ only: "generation" });
  const [attempt] = await database()`
    select id, provider_id from attempts where owner_id = ${tenant.userId} and status = 'submitted'`;
  const pointer = { id: String(attempt?.provider_id), attemptId: String(attempt?.id) };
  await until(async () => Replicate.isEnded(await Replicate.getPrediction(pointer.id)));
  return pointer;
}

const tell = (pointer: Pointer) => Actor.asSystem("test", () => collect(pointer, { inspectors, failers }));

const attemptsOf = ({ userId }: Tenant) =>
  database()`select status from attempts where owner_id = ${userId} order by id`;
const checksOf = async ({ userId }: Tenant) => {
  const rows = await database()<{ model: string }[]>`
    select model from provider_calls where owner_id = ${userId} and kind in ('face', 'moderation') order by model`;
  return rows.map(({ model }) => model);
};

/** A picture of a dataset that was made as its setup was canceled. */
async function canceledPicture() {
  const begun = await begunSetup(1);
  const [before, since] = [bought(), lastCall()];
  const pointer = await made(begun.tenant);
  await begun.tenant.as(() => Setup.cancel(begun.avatarId));
  const isGenerated = async () => {
    await begun.tenant.as(() => Setup.retry(begun.avatarId));
    await begun.tenant.as(() => Dataset.generate(begun.avatarId, "again"));
    await until(async () => (await findDataset(begun))?.status === "generated", { isRepairing: true });
    return boughtSince(before);
  };
  return { ...begun, since, pointer, isGenerated };
}

const once = { predictions: 1, trainings: 0, duplicates: 0 };
const checks = [
  "omni-moderation-latest",
  "rekognition.CompareFaces",
  "rekognition.DetectFaces",
  "rekognition.DetectModerationLabels",
  "rekognition.RecognizeCelebrities",
];

describe("A picture of a batch that is canceled", () => {
  it("is paid for and not checked any more, whoever tells of it and however often", async () => {
    const { tenant, avatarId } = await readyAvatar();
    const [before, since] = [bought(), lastCall()];
    const { id: batchId } = await tenant.as(() => Batch.start({ avatarId, count: 1, seed: 6 }));
    const pointer = await made(tenant);
    cloud().messages.length = 0;
    await tenant.as(() => cancel(batchId));
    const spent = await checksOf(tenant);
    await tenant.as(() => BatchCancellation.carryOut(batchId));
    await Promise.all([tell(pointer), tell(pointer), pump()]);
    await tell(pointer);
    await repair();
    expect((await pump()).errors).toEqual([]);
    expect(await checksOf(tenant)).toEqual(spent);
    expect(await attemptsOf(tenant)).toEqual([{ status: "succeeded" }]);
    expect(boughtSince(before)).toEqual(once);
    const [booked, billed] = [await nanosOfRows(tenant.userId), nanosSince(since)];
    expect(booked.image).toBeGreaterThan(0);
    expect(booked.image).toBe(billed.image);
    const [piece] = await tenant.tx(() => Piece.list({ batchId }, { limit: 1 }));
    expect(piece).toMatchObject({ status: "canceled", mediaKey: null });
    expect(await database()`select status from generations where batch_id = ${batchId}`).toEqual([
      { status: "canceled" },
    ]);
  });
});

describe("A face that was made anew before it was there", () => {
  it("is paid for and not checked, for nobody will see it", async () => {
    const tenant = await newTenant();
    const avatarId = await newAvatar(tenant, { candidateCount: 1 });
    await tenant.as(() => Candidate.start(avatarId));
    const pointer = await made(tenant);
    await tenant.as(() => Candidate.reroll(avatarId, 0));
    await tell(pointer);
    expect(await checksOf(tenant)).toEqual([]);
    expect(await attemptsOf(tenant)).toEqual([{ status: "succeeded" }]);
    webhookDoor().isOpen = true;
    await until(async () => (await tenant.tx(() => Candidate.list(avatarId)))[0]?.status === "ready");
    expect(await checksOf(tenant)).toHaveLength(4);
  });
});

describe("A picture of a setup that is canceled", () => {
  it("is checked once, however many tell of it at once, and is there for the retry", async () => {
    const { tenant, pointer, isGenerated, since } = await canceledPicture();
    await Promise.all([tell(pointer), tell(pointer), tell(pointer)]);
    await tell(pointer);
    expect(await checksOf(tenant)).toEqual(checks);
    expect(await isGenerated()).toEqual(once);
    const [booked, billed] = [await nanosOfRows(tenant.userId), nanosSince(since)];
    expect({ ...booked, storage: 0 }).toEqual({ ...billed, storage: 0 });
  });

  it("while it is checked is not checked once more by the cancel", async () => {
    const begun = await begunSetup(1);
    const { tenant, avatarId, runId } = begun;
    const pointer = await made(tenant);
    // Between the claim and the checks.
    await database()`
      update generations
      set status = 'collecting', deadline_at = now() + interval '1 minute',
        collecting_until = now() + interval '1 minute'
      where avatar_id = ${avatarId}`;
    await tenant.as(() => Setup.cancel(avatarId));
    await tenant.as(() => Cancellation.carryOut(avatarId, runId));
    expect((await pump()).errors).toEqual([]);
    await tell(pointer);
    expect(await checksOf(tenant)).toEqual([]);
    expect(await attemptsOf(tenant)).toEqual([{ status: "submitted" }]);
  });

  it.each(["collect.claimed", "face.called", "collect.stored"])(
    "whose collector dies at %s waits for the next one, and is not lost",
    async (point) => {
      const { tenant, pointer, isGenerated } = await canceledPicture();
      armCrash(point);
      await tell(pointer).catch(() => undefined);
      expect(await restart()).toBeGreaterThan(0);
      const spent = await checksOf(tenant);
      const held = await database()`
        update generations set collecting_until = now() + interval '1 minute'
        where owner_id = ${tenant.userId} and collecting_until is not null returning id`;
      expect(held).toHaveLength(1);
      await tell(pointer);
      expect(await checksOf(tenant)).toEqual(spent);
      expect(await attemptsOf(tenant)).toEqual([{ status: "submitted" }]);
      await elapse();
      await tell(pointer);
      expect(await attemptsOf(tenant)).toEqual([{ status: "succeeded" }]);
      expect(await isGenerated()).toEqual(once);
    },
  );

  it("that is asked for again while it is checked is not bought again", async () => {
    const { pointer, isGenerated } = await canceledPicture();
    const [got] = await Promise.all([isGenerated(), tell(pointer)]);
    expect(got).toEqual(once);
  });
});
