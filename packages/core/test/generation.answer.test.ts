import { Candidate } from "@vixen/core/avatar";
import { Attempt, collect, Generation, submit } from "@vixen/core/generation";
import * as Actor from "@vixen/core/kit/actor.ts";
import { transaction } from "@vixen/core/kit/db.ts";
import * as Replicate from "@vixen/core/provider/replicate.ts";
import { unit } from "@vixen/local/sandbox/frame/seeded.ts";
import { describe, expect, it } from "vitest";
import { clearFaults, database, fault, settings, useWorld, webhookDoor } from "./harness.ts";
import { armCrash, restart } from "./support/crash.ts";
import { bought, boughtSince } from "./support/ledger.ts";
import { newAvatar } from "./support/persona.ts";
import { failers, inspectors, pump, until } from "./support/pump.ts";
import { newTenant } from "./support/tenant.ts";

useWorld();

const creation = { provider: "replicate", method: "POST", path: "/predictions$" };
const shape = "POST /replicate/v1/models/black-forest-labs/flux-dev/predictions";
/** A seed with which the first creation is struck after it was accepted, or before. */
const seedFor = (isAfter: boolean): number => {
  for (let seed = 1; ; seed++) if (unit("after", seed, shape, 1) < 0.5 === isAfter) return seed;
};

/** An avatar with one face asked for. */
async function oneFace() {
  const before = bought();
  const tenant = await newTenant();
  const avatarId = await newAvatar(tenant, { candidateCount: 1 });
  const [face] = await tenant.as(() => Candidate.start(avatarId));
  if (!face) throw new Error("no face was asked for");
  const status = async () => (await tenant.tx(() => Candidate.list(avatarId)))[0]?.status;
  return {
    tenant,
    avatarId,
    face,
    before,
    status,
    isReady: async () => (await status()) === "ready",
    attempts: () => database()`
      select id, status, provider_id, error_code from attempts where owner_id = ${tenant.userId} order by id`,
    generation: async () =>
      (await database()`select id, status, failures from generations where owner_id = ${tenant.userId}`)[0],
  };
}

describe("A create call without an answer", () => {
  it.each(["reset", "timeout"])(
    "that was accepted before the %s is found by search and adopted",
    async (kind) => {
      const { before, isReady, attempts } = await oneFace();
      webhookDoor().isOpen = false;
      await fault({ kind, match: creation, seed: seedFor(true), count: 1 });
      await pump();
      expect(await attempts()).toMatchObject([{ status: "unknown", provider_id: null }]);
      await until(isReady, { isRepairing: true });
      expect(boughtSince(before)).toEqual({ predictions: 1, trainings: 0, duplicates: 0 });
      expect(await attempts()).toMatchObject([{ status: "succeeded" }]);
    },
  );

  it.each(["reset", "timeout"])(
    "that was lost before it was accepted is bought once more after a %s",
    async (kind) => {
      const { before, isReady, attempts } = await oneFace();
      await fault({ kind, match: creation, seed: seedFor(false), count: 1 });
      await pump();
      expect(boughtSince(before).predictions).toBe(0);
      await until(isReady, { isRepairing: true });
      expect(boughtSince(before)).toEqual({ predictions: 1, trainings: 0, duplicates: 0 });
      expect(await attempts()).toMatchObject([{ status: "lost" }, { status: "succeeded" }]);
    },
  );

  it("is not repeated while its outcome is unknown", async () => {
    const { before, tenant, generation, attempts } = await oneFace();
    await fault({ kind: "500", match: creation, count: 1 });
    await pump();
    const { id } = (await generation()) ?? {};
    await tenant.tx(() => Generation.requeue([String(id)]));
    await pump();
    expect(boughtSince(before).predictions).toBe(0);
    expect(await attempts()).toMatchObject([{ status: "unknown" }]);
  });

  it("is settled by a webhook that comes before the answer is written down", async () => {
    const { before, isReady, attempts, tenant } = await oneFace();
    armCrash("generation.called");
    await pump();
    expect(await restart()).toBeGreaterThan(0);
    await until(isReady);
    const [attempt] = await attempts();
    await tenant.as(() =>
      Attempt.recordSubmitted(String(attempt?.id), "generation", String(attempt?.provider_id)),
    );
    expect(await attempts()).toMatchObject([{ status: "succeeded" }]);
    expect(boughtSince(before)).toEqual({ predictions: 1, trainings: 0, duplicates: 0 });
  });
});

describe("A create call that is refused", () => {
  it("for the moment is made again, and bought once", async () => {
    const { before, isReady, attempts } = await oneFace();
    await fault({ kind: "429", match: creation, count: 4 });
    await until(isReady);
    expect(boughtSince(before)).toEqual({ predictions: 1, trainings: 0, duplicates: 0 });
    expect(await attempts()).toMatchObject([
      { status: "failed", error_code: "http_429" },
      { status: "succeeded" },
    ]);
  });

  it("for good fails at once, with its reason", async () => {
    const { before, tenant, status, attempts } = await oneFace();
    await database()`update generations set input = input || '{"aspect_ratio":"9:99"}' where owner_id = ${tenant.userId}`;
    await pump();
    expect(await status()).toBe("failed");
    expect(await attempts()).toMatchObject([{ status: "failed", error_code: "http_422" }]);
    expect(boughtSince(before).predictions).toBe(0);
  });
});

describe("Webhooks", () => {
  it.each(["duplicate", "late", "out_of_order"])("that come %s settle a picture once", async (kind) => {
    const { before, isReady, attempts } = await oneFace();
    await fault({ kind, match: { provider: "replicate" } });
    await until(isReady);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect((await pump()).errors).toEqual([]);
    expect(await attempts()).toMatchObject([{ status: "succeeded" }]);
    expect(boughtSince(before)).toEqual({ predictions: 1, trainings: 0, duplicates: 0 });
  });

  it("that are lost are made up for by the poller", async () => {
    const { before, isReady } = await oneFace();
    await fault({ kind: "lost", match: { provider: "replicate" } });
    await until(isReady, { isRepairing: true });
    expect(boughtSince(before)).toEqual({ predictions: 1, trainings: 0, duplicates: 0 });
  });

  it("cannot give a picture to another one's attempt", async () => {
    const [mine, other] = [await oneFace(), await oneFace()];
    await settings({ predictionMs: 60_000_000 });
    await pump();
    const [[wanted], [given]] = [await mine.attempts(), await other.attempts()];
    await database()`update attempts set provider_id = null, status = 'unknown' where id = ${String(wanted?.id)}`;
    const pointer = { id: String(given?.provider_id), attemptId: String(wanted?.id) };
    await database()`update attempts set provider_id = null, status = 'unknown' where id = ${String(given?.id)}`;
    await Replicate.cancelPrediction(pointer.id);
    await Actor.asSystem("test", () => collect(pointer, { inspectors, failers }));
    expect(await mine.attempts()).toMatchObject([{ status: "unknown", provider_id: null }]);
    expect(await other.attempts()).toMatchObject([{ status: "unknown", provider_id: null }]);
  });

  it("about something nobody here bought are ignored", async () => {
    const { attempts } = await oneFace();
    await Actor.asSystem("test", () =>
      collect({ id: "nothing0000000000000000000" }, { inspectors, failers }),
    );
    expect(await attempts()).toEqual([]);
  });
});

describe("An attempt that was given up", () => {
  const giveUp = async (attemptId: string, generationId: string) => {
    await database()`update attempts set status = 'lost', provider_id = null where id = ${attemptId}`;
    await database()`update generations set status = 'queued' where id = ${generationId}`;
  };

  it("and shows up before another was made is taken up again", async () => {
    const { before, isReady, attempts, generation } = await oneFace();
    webhookDoor().isOpen = false;
    await pump();
    const [[first], found] = [await attempts(), await generation()];
    await giveUp(String(first?.id), String(found?.id));
    const pointer = { id: String(first?.provider_id), attemptId: String(first?.id) };
    await until(async () => {
      await Actor.asSystem("test", () => collect(pointer, { inspectors, failers }));
      return isReady();
    });
    expect(boughtSince(before)).toEqual({ predictions: 1, trainings: 0, duplicates: 0 });
    expect(await attempts()).toMatchObject([{ status: "succeeded" }]);
  });

  it("and fails later does not disturb the one that followed it", async () => {
    const { tenant, attempts, generation, status } = await oneFace();
    await settings({ predictionMs: 60_000_000 });
    await database()`
      update generations set input = input || '{"prompt":"nude"}' where owner_id = ${tenant.userId}`;
    webhookDoor().isOpen = false;
    await pump();
    const [[first], found] = [await attempts(), await generation()];
    await giveUp(String(first?.id), String(found?.id));
    await tenant.as(() => submit(String(found?.id), failers));
    const pointer = { id: String(first?.provider_id), attemptId: String(first?.id) };
    await Replicate.cancelPrediction(pointer.id);
    await Actor.asSystem("test", () => collect(pointer, { inspectors, failers }));
    expect(await generation()).toMatchObject({ status: "submitted", failures: 0 });
    expect(await status()).toBe("pending");
    expect(await attempts()).toMatchObject([{ status: "canceled" }, { status: "submitted" }]);
  });

  it("is not given up when its webhook came meanwhile, nor while its caller is at work", async () => {
    const { tenant, attempts } = await oneFace();
    await fault({ kind: "500", match: creation, count: 1 });
    await pump();
    clearFaults();
    const failure = { code: "no_answer", message: "nothing" };
    await database()`update attempts set deadline_at = now() - interval '1 second' where owner_id = ${tenant.userId}`;
    const due = await Actor.asSystem("test", () => transaction(() => Attempt.takeDue(200)));
    const [mine] = due.filter((attempt) => attempt.ownerId === tenant.userId);
    if (!mine) throw new Error("the attempt was not due");
    await database()`update attempts set status = 'claimed' where id = ${mine.id}`;
    expect(await tenant.as(() => Attempt.renew(mine.id))).toBe(true);
    expect(await tenant.tx(() => Attempt.lose(mine, failure))).toBe(false);
    await Actor.asSystem("test", () =>
      Attempt.adopt("provider-id-of-the-webhook", mine.id, async () => true),
    );
    expect(await tenant.tx(() => Attempt.lose(mine, failure))).toBe(false);
    expect(await attempts()).toMatchObject([
      { status: "submitted", provider_id: "provider-id-of-the-webhook" },
    ]);
  });
});
