import { Batch, Piece } from "@vixen/core/content";
import { hasProvenance } from "@vixen/core/generation/picture.ts";
import * as Replicate from "@vixen/core/provider/replicate.ts";
import * as Storage from "@vixen/core/provider/storage.ts";
import { describe, expect, it } from "vitest";
import { clearFaults, cloud, database, fault, sandbox, settings, useWorld } from "./harness.ts";
import { bought, boughtSince } from "./support/ledger.ts";
import { portrait, readyAvatar } from "./support/persona.ts";
import { pump, repair, until } from "./support/pump.ts";

useWorld();

/** A batch of one piece for everybody. */
async function onePiece() {
  const { tenant, avatarId } = await readyAvatar();
  const before = bought();
  const batch = await tenant.as(() => Batch.start({ avatarId, count: 1, seed: 3, tier: "public" }));
  const piece = async () => {
    const [found] = await tenant.tx(() => Piece.list({ batchId: batch.id }, { limit: 1 }));
    if (!found) throw new Error("the piece is gone");
    return found;
  };
  return {
    tenant,
    before,
    piece,
    isSettled: async () => (await piece()).settledAt !== null,
    generation: async () =>
      (
        await database()`select status, failures, error_code from generations where batch_id = ${batch.id}`
      )[0],
    attempts: () => database()`
      select status, error_code from attempts where owner_id = ${tenant.userId} order by id`,
    /** Pumps until the picture's collector was stopped by something. */
    untilStopped: async (): Promise<unknown[]> => {
      for (;;) {
        const { errors } = await pump({ only: "provider-event" });
        await pump({ only: "generation" });
        if (errors.length > 0) return errors;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
  };
}

describe("A check that cannot be had", () => {
  const outages = [
    { name: "moderation", match: { provider: "openai", path: "/moderations" } },
    { name: "face check", match: { provider: "rekognition" } },
  ];
  it.each(outages)(
    "holds the piece back until the $name is there again, and buys nothing twice",
    async ({ match }) => {
      const { before, piece, isSettled, untilStopped, generation } = await onePiece();
      await fault({ kind: "500", match });
      expect(await untilStopped()).not.toEqual([]);
      // More sweeps than a message has tries, as when SQS gave each of them up.
      for (let minute = 0; minute < 11; minute++) {
        cloud().messages.length = 0;
        await repair();
        expect((await pump({ only: "provider-event" })).errors).not.toEqual([]);
      }
      expect(await piece()).toMatchObject({
        imageStatus: "pending",
        mediaKey: null,
        cdnUrl: null,
        settledAt: null,
      });
      expect(await generation()).toMatchObject({ status: "submitted", failures: 0 });
      clearFaults();
      await until(isSettled, { isRepairing: true });
      expect(await piece()).toMatchObject({ status: "ready", imageStatus: "allow", copyStatus: "allow" });
      expect(boughtSince(before)).toEqual({ predictions: 1, trainings: 0, duplicates: 0 });
    },
  );

  it("for longer than the provider keeps its file does not make us buy the picture again", async () => {
    const { before, piece, isSettled, untilStopped } = await onePiece();
    await fault({ kind: "500", match: { provider: "rekognition" } });
    await untilStopped();
    clearFaults();
    await forgetFiles();
    await until(isSettled, { isRepairing: true });
    expect(await piece()).toMatchObject({ status: "ready" });
    expect(boughtSince(before)).toEqual({ predictions: 1, trainings: 0, duplicates: 0 });
  });

  it.each([
    {
      name: "moderation",
      path: "/moderations",
      provider: "openai",
      expected: /openai answered something else than moderation scores/,
    },
    {
      name: "the face check",
      path: "",
      provider: "rekognition",
      expected: /rekognition answered something else than a list of/,
    },
    {
      name: "the prediction",
      path: "/predictions/[a-z0-9]+$",
      provider: "replicate",
      expected: /something else than the documented answer/,
    },
  ])("because $name answers nonsense is an error that says what was expected", async (garbled) => {
    const { before, piece, isSettled, untilStopped } = await onePiece();
    const { provider, path, expected } = garbled;
    await fault({ kind: "garbage", match: { provider, path } });
    const [error] = await untilStopped();
    expect(error).toMatchObject({ provider, retryable: true, message: expect.stringMatching(expected) });
    expect(await piece()).toMatchObject({ imageStatus: "pending", cdnUrl: null });
    clearFaults();
    await until(isSettled, { isRepairing: true });
    expect(await piece()).toMatchObject({ status: "ready" });
    expect(boughtSince(before)).toEqual({ predictions: 1, trainings: 0, duplicates: 0 });
  });
});

describe("The search for well-known people", () => {
  const faceChecks = async (userId: string) => {
    const rows = await database()<{ model: string }[]>`
      select model from cost_entries where owner_id = ${userId} and kind = 'face' order by model`;
    return rows.map((row) => row.model.replace("rekognition.", ""));
  };

  it("is not paid for where the only face is the persona's own", async () => {
    const { tenant, piece, isSettled } = await onePiece();
    await until(isSettled);
    expect(await piece()).toMatchObject({ status: "ready" });
    expect(await faceChecks(tenant.userId)).toEqual([
      "CompareFaces",
      "DetectFaces",
      "DetectModerationLabels",
    ]);
  });

  it("is made where the face is somebody else's, which a person has to see", async () => {
    const { tenant, piece, isSettled } = await onePiece();
    const key = `test/${tenant.userId}.jpg`;
    const stranger = await portrait(99);
    await tenant.as(() => Storage.put("private", key, stranger, { contentType: "image/jpeg", purpose: {} }));
    await database()`update face_candidates set media_key = ${key} where owner_id = ${tenant.userId}`;
    await until(isSettled);
    expect(await piece()).toMatchObject({ status: "review", reasons: [{ code: "other_identity" }] });
    expect(await faceChecks(tenant.userId)).toContain("RecognizeCelebrities");
  });
});

describe("A purchase that brings nothing", () => {
  it("is bought once more when the file is gone before anybody had it", async () => {
    const { piece, isSettled, attempts, tenant } = await onePiece();
    await pump({ only: "generation" });
    await settled(tenant.userId);
    await forgetFiles();
    await until(isSettled, { isRepairing: true });
    expect(await piece()).toMatchObject({ status: "ready" });
    expect(await attempts()).toMatchObject([
      { status: "failed", error_code: "file_gone" },
      { status: "succeeded" },
    ]);
  });

  it("succeeded without a picture is tried again, and booked both times", async () => {
    const { piece, isSettled, attempts, tenant } = await onePiece();
    await pump({ only: "generation" });
    const id = await settled(tenant.userId);
    await emptyOutput(id);
    await until(isSettled, { isRepairing: true });
    expect(await piece()).toMatchObject({ status: "ready" });
    expect(await attempts()).toMatchObject([
      { status: "failed", error_code: "no_output" },
      { status: "succeeded" },
    ]);
    const booked = await database()`
      select id from cost_entries where owner_id = ${tenant.userId} and kind = 'image'`;
    expect(booked).toHaveLength(2);
  });

  it("because the model refuses what it shows is a block, and not tried again", async () => {
    const { before, piece, isSettled, tenant } = await onePiece();
    await database()`
      update generations set input = input || '{"prompt":"a nude person"}' where owner_id = ${tenant.userId}`;
    await until(isSettled);
    expect(await piece()).toMatchObject({
      status: "blocked",
      reasons: [{ code: "provider_safety", place: "image" }],
    });
    expect(boughtSince(before).predictions).toBe(1);
  });
});

describe("A stored picture", () => {
  it("says that an AI made it, in the bucket and on the CDN", async () => {
    const { piece, isSettled } = await onePiece();
    await until(isSettled);
    const { cdnUrl, mediaKey, mediaBucket, isAiGenerated, provenance } = await piece();
    expect({ isAiGenerated, provenance }).toEqual({
      isAiGenerated: true,
      provenance: "trainedAlgorithmicMedia",
    });
    expect(await hasProvenance(await Storage.get(mediaBucket ?? "private", String(mediaKey)))).toBe(true);
    const answer = await fetch(String(cdnUrl));
    expect(answer.status).toBe(200);
    expect(await hasProvenance(Buffer.from(await answer.arrayBuffer()))).toBe(true);
  });

  it("that did not pass, or is for subscribers, has no public address", async () => {
    await settings({ flaws: true });
    const { tenant, avatarId } = await readyAvatar();
    const batch = await tenant.as(() => Batch.start({ avatarId, count: 1, seed: 9, tier: "subscriber" }));
    const list = () => tenant.tx(() => Piece.list({ batchId: batch.id }, { limit: 1 }));
    await until(async () => (await list())[0]?.settledAt !== null);
    const [piece] = await list();
    expect(piece).toMatchObject({ mediaBucket: "private", cdnUrl: null });
    const onCdn = await fetch(await Storage.publicUrl(String(piece?.mediaKey)));
    expect(onCdn.status).toBe(404);
  });
});

/** Waits for the tenant's prediction to end at the provider, without collecting it; answers its id. */
async function settled(userId: string): Promise<string> {
  const [attempt] = await database()`select provider_id from attempts where owner_id = ${userId}`;
  const id = String(attempt?.provider_id);
  while (!Replicate.isEnded(await Replicate.getPrediction(id)))
    await new Promise((resolve) => setTimeout(resolve, 20));
  return id;
}

/** The provider's hour passes. */
async function forgetFiles(): Promise<void> {
  sandbox().frame.database.exec("delete from replicate_deliveries");
}

/** Makes a prediction one that succeeded without a picture. */
async function emptyOutput(id: string): Promise<void> {
  const statement = "update replicate_jobs set job = json_set(job, '$.output', json('[]')) where id = ?";
  sandbox().frame.database.prepare(statement).run(id);
}
