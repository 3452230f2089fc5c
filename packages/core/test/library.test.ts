import { Batch, Hook, Piece } from "@vixen/core/content";
import { cancel } from "@vixen/core/content/batch-cancel.ts";
import { listFailures, retryFailures } from "@vixen/core/content/failure.ts";
import { edit } from "@vixen/core/content/revision.ts";
import { describe, expect, it } from "vitest";
import { cloud, database, settings, useWorld } from "./harness.ts";
import { readyAvatar } from "./support/persona.ts";
import { pump, until } from "./support/pump.ts";

useWorld();

/** A piece whose picture and copy passed; no provider is asked. */
async function readyPiece() {
  const { tenant, avatarId } = await readyAvatar();
  const batch = await tenant.as(() => Batch.start({ avatarId, count: 1, seed: 5 }));
  cloud().messages.length = 0;
  const [piece] = await tenant.tx(() => Piece.list({ batchId: batch.id }, { limit: 1 }));
  if (!piece) throw new Error("one piece was asked for");
  await database()`
    update content_pieces set status = 'ready', image_status = 'allow', copy_status = 'allow', hook = 'Old words'
    where id = ${piece.id}
  `;
  await database()`update content_batches set status = 'finished' where id = ${batch.id}`;
  return { tenant, batch, piece };
}

describe("An edited text", () => {
  it("is judged as it stands, and its piece is ready again", async () => {
    const { tenant, piece, batch } = await readyPiece();
    await tenant.as(() => edit(piece.id, { hook: "Sunday on the ridge", caption: "Coffee first." }));
    expect(await tenant.tx(() => Piece.get(piece.id))).toMatchObject({ status: "generating" });
    expect((await pump({ only: "hook" })).errors).toEqual([]);
    expect(await tenant.tx(() => Piece.get(piece.id))).toMatchObject({
      status: "ready",
      hook: "Sunday on the ridge",
      caption: "Coffee first.",
    });
    expect(await tenant.tx(() => Batch.get(batch.id))).toMatchObject({ status: "finished" });
    const written = await database()`
      select id from provider_calls where owner_id = ${tenant.userId} and kind = 'text'`;
    expect(written).toEqual([]);
  });

  it("blocks its piece when moderation says so, though our own list did not", async () => {
    const { tenant, piece } = await readyPiece();
    await tenant.as(() => edit(piece.id, { hook: "Fine", caption: "te voy a matar, sé dónde vives" }));
    await pump({ only: "hook" });
    expect(await tenant.tx(() => Piece.get(piece.id))).toMatchObject({ status: "blocked" });
  });

  it("changes nothing of why its picture failed, until that is tried again", async () => {
    const { tenant, piece, batch } = await readyPiece();
    const failure = { failureCode: "E1001", failureMessage: "No picture came." };
    await database()`
      update content_pieces
      set status = 'failed', image_status = 'failed', failure_code = ${failure.failureCode},
        failure_message = ${failure.failureMessage}
      where id = ${piece.id}
    `;
    await database()`update generations set status = 'failed' where id = ${piece.generationId}`;
    await tenant.as(() => edit(piece.id, { hook: "Sunday on the ridge" }));
    await pump({ only: "hook" });
    expect(await tenant.tx(() => Piece.get(piece.id))).toMatchObject({ status: "failed", ...failure });
    expect(await tenant.tx(() => listFailures(batch.id))).toMatchObject([{ code: "E1001", pictures: 1 }]);
    await tenant.as(() => edit(piece.id, { hook: "Monday on the ridge" }));
    const edited = await tenant.tx(() => Piece.get(piece.id));
    const copyFailure = { code: "copy_unavailable", message: "No words came." };
    await tenant.tx(() => Piece.recordCopy(edited, { status: "failed", reasons: [], failure: copyFailure }));
    expect(await tenant.tx(() => Piece.get(piece.id))).toMatchObject({ status: "failed", ...failure });
    expect(await tenant.as(() => retryFailures(batch.id, "E1001"))).toBe(1);
    expect(await tenant.tx(() => Piece.get(piece.id))).toMatchObject({
      ...{ status: "generating", imageStatus: "pending", copyStatus: "pending", failureCode: null },
    });
    cloud().messages.length = 0;
  });

  it("is not passed by a verdict on the words before", async () => {
    const { tenant, piece } = await readyPiece();
    await tenant.as(() => edit(piece.id, { hook: "First version" }));
    const before = await tenant.tx(() => Piece.get(piece.id));
    await database()`update content_pieces set hook = 'Second version' where id = ${piece.id}`;
    await tenant.tx(() => Piece.recordCopy(before, { status: "allow", hook: "First version", reasons: [] }));
    expect(await tenant.tx(() => Piece.get(piece.id))).toMatchObject({
      status: "generating",
      hook: "Second version",
    });
    await tenant.as(() => Hook.write(piece.id));
    expect(await tenant.tx(() => Piece.get(piece.id))).toMatchObject({
      status: "ready",
      hook: "Second version",
    });
  });
});

describe("A canceled batch", () => {
  it("stops what runs at the provider, buys nothing more, and books what it cost, twice as once", async () => {
    const { tenant, avatarId } = await readyAvatar();
    // Longer than any machine takes to cancel them.
    await settings({ predictionMs: 60_000_000 });
    const batch = await tenant.as(() => Batch.start({ avatarId, count: 3, seed: 9 }));
    const messages = cloud().messages.filter(({ queue }) => queue === "generation");
    cloud().messages.splice(0, cloud().messages.length, ...messages.slice(0, 2));
    await pump({ only: "generation" });
    await tenant.as(() => cancel(batch.id));
    const [message] = cloud().messages.filter(({ queue }) => queue === "batch-cancel");
    if (message) cloud().messages.push(message);
    const isOver = async () => {
      const open = await database()`
        select id from attempts where batch_id = ${batch.id} and status in ('claimed', 'unknown', 'submitted')`;
      return open.length === 0;
    };
    expect(await until(isOver)).toEqual([]);
    const attempts = await database()`select status from attempts where batch_id = ${batch.id}`;
    expect(attempts.map(({ status }) => status)).toEqual(["canceled", "canceled"]);
    const { counts, status } = await tenant.tx(() => Batch.get(batch.id));
    expect({ status, canceled: counts.canceled, requested: counts.requested }).toEqual({
      status: "canceled",
      canceled: 3,
      requested: 3,
    });
    const booked =
      await database()`select provider_ref from cost_entries where batch_id = ${batch.id} and kind = 'image'`;
    expect(new Set(booked.map((row) => row.provider_ref)).size).toBe(booked.length);
  });
});
