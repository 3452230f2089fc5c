import { describe, expect, it } from "vitest";
import * as Notices from "../src/activity/notices.ts";
import * as Batch from "../src/content/batch.ts";
import * as Piece from "../src/content/piece.ts";
import * as Actor from "../src/kit/actor.ts";
import { transaction } from "../src/kit/db.ts";
import { createId } from "../src/kit/id.ts";
import * as Ledger from "../src/provider/ledger.ts";
import { database, newAvatar, newUser, useDatabase } from "./support/database.ts";

useDatabase();

type World = { ownerId: string; batchId: string; pieceIds: string[] };

/** A batch whose pictures are all there; the copy is what each piece still waits for. */
async function batchOf(count: number): Promise<World> {
  const sql = database();
  const ownerId = await newUser();
  const avatarId = await newAvatar(ownerId);
  const own = { owner_id: ownerId, avatar_id: avatarId };
  const [datasetId, loraId, batchId] = [
    createId("dataset"),
    createId("loraVersion"),
    createId("contentBatch"),
  ];
  await sql`insert into datasets ${sql({ ...own, id: datasetId, seed: 1, keep: 1 })}`;
  const lora = {
    base_model: "b",
    trainer: "t",
    trainer_version: "1",
    parameters: sql.json({}),
    destination: "d",
  };
  await sql`insert into lora_versions ${sql({ ...own, ...lora, id: loraId, dataset_id: datasetId, version: 1, dataset_sha256: "d" })}`;
  await sql`insert into content_batches ${sql({ ...own, id: batchId, lora_version_id: loraId, requested: count, seed: 1, estimate_nanos: 1 })}`;
  const pieces = Array.from({ length: count }, (_, ordinal) => ({
    ...own,
    id: createId("contentPiece"),
    batch_id: batchId,
    lora_version_id: loraId,
    ordinal,
    template_id: "t",
    template_version: 1,
    prompt: "p",
    ratio: "4:5",
    tier: "public",
    status: "generating",
    image_status: "allow",
    generation_id: "g",
    copy_deadline_at: new Date(),
  }));
  await sql`insert into content_pieces ${sql(pieces)}`;
  return { ownerId, batchId, pieceIds: pieces.map((piece) => piece.id) };
}

const finish = (world: World, id: string, status: "allow" | "review" | "block" | "failed") =>
  Actor.asUser(world.ownerId, () =>
    transaction(() =>
      Piece.recordCopy({ id, batchId: world.batchId }, { status, hook: "hook", reasons: [] }),
    ),
  );
const batchIn = (world: World) =>
  Actor.asUser(world.ownerId, () => transaction(() => Batch.get(world.batchId)));
const finishedEvents = (world: World) =>
  database()`select id from outbox where target = 'batch.finished' and payload -> 'body' ->> 'batchId' = ${world.batchId}`;

describe("the end of a batch", () => {
  it("comes with the last piece, once, when all settle at the same moment; the counts add up", async () => {
    const world = await batchOf(8);
    const outcomes = ["allow", "allow", "allow", "review", "block", "failed", "allow", "allow"] as const;
    await Promise.all(world.pieceIds.map((id, index) => finish(world, id, outcomes[index] ?? "allow")));
    const batch = await batchIn(world);
    expect(batch.status).toBe("finished");
    expect(batch.counts).toMatchObject({
      requested: 8,
      ready: 5,
      review: 1,
      blocked: 1,
      failed: 1,
      queued: 0,
    });
    expect(await finishedEvents(world)).toHaveLength(1);
  });

  it("is told as it was then, whatever is decided about its pieces afterwards", async () => {
    const world = await batchOf(4);
    const [first = "", second = ""] = world.pieceIds;
    // One that somebody rejected while the others were still being made is one of them as well.
    await finish(world, first, "allow");
    await database()`update content_pieces set status = 'rejected' where id = ${first}`;
    for (const id of world.pieceIds.slice(1)) await finish(world, id, id === second ? "review" : "allow");
    const told = async () => {
      const [notice] = await Actor.asUser(world.ownerId, () => transaction(() => Notices.list()));
      const { ready, review, rejected, blocked, failed } = notice ?? expect.unreachable();
      return { ready, review, rejected, blocked, failed };
    };
    const then = { ready: 2, review: 1, rejected: 1, blocked: 0, failed: 0 };
    expect(await told()).toEqual(then);
    await database()`update content_pieces set status = 'rejected' where id = ${second}`;
    expect(await told()).toEqual(then);
    // One that ended before this was kept is counted as it is now.
    await database()`update content_batches set ended_counts = null where id = ${world.batchId}`;
    expect(await told()).toEqual({ ...then, review: 0, rejected: 2 });
  });

  it("is not undone and not repeated by a second delivery with another outcome", async () => {
    const world = await batchOf(1);
    const [id = ""] = world.pieceIds;
    await finish(world, id, "block");
    await finish(world, id, "allow");
    expect((await batchIn(world)).counts).toMatchObject({ blocked: 1, ready: 0 });
    expect(await finishedEvents(world)).toHaveLength(1);
  });
});

describe("the ledger", () => {
  it("books a provider's answer once, however often it is seen, and never lets it be changed", async () => {
    const ownerId = await newUser();
    const charge = { kind: "text" as const, model: "gpt-4o-mini", unit: "input_token", quantity: 1000 };
    const book = () => Actor.asUser(ownerId, () => Ledger.charge("openai", `chat-${ownerId}`, [charge], {}));
    await Promise.all([book(), book(), book()]);
    const entries =
      await database()`select amount_nanos::int as nanos from cost_entries where owner_id = ${ownerId}`;
    expect(entries.map((row) => row.nanos)).toEqual([150_000]);
    const { sql } = await import("../src/kit/db.ts");
    const change = () =>
      Actor.asUser(ownerId, () => transaction(() => sql`update cost_entries set amount_nanos = 0`));
    await expect(change()).rejects.toThrow(/permission denied/);
  });
});
