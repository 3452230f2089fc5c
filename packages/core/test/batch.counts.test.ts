import { Batch, Hook, Piece } from "@vixen/core/content";
import { sql } from "@vixen/core/kit/db.ts";
import { seededRandom } from "@vixen/core/kit/random.ts";
import { describe, expect, it } from "vitest";
import { cloud, database, useWorld } from "./harness.ts";
import { readyAvatar } from "./support/persona.ts";
import { failers } from "./support/pump.ts";

useWorld();

/** A batch whose pictures and copy are settled by the test itself; no provider is asked. */
async function startedBatch(count: number) {
  const { tenant, avatarId } = await readyAvatar();
  const batch = await tenant.as(() => Batch.start({ avatarId, count, seed: count }));
  cloud().messages.length = 0;
  const pieces = await tenant.tx(() => Piece.list({ batchId: batch.id }, { limit: 200 }));
  return { tenant, batch, pieces };
}

const finishedEvents = () => cloud().events.filter(({ type }) => type === "batch.finished");
const halves = ["allow", "review", "block", "failed"] as const;

describe("The counts of a batch", () => {
  it.each([1, 2, 3, 4, 5, 6])(
    "add up at every step, whatever comes in whatever order (seed %i)",
    async (seed) => {
      const random = seededRandom(seed);
      const { tenant, batch, pieces } = await startedBatch(6);
      const steps = random.shuffle([...pieces, ...pieces, ...pieces, ...pieces].map((piece) => ({ piece })));
      for (const { piece } of [...steps, ...pieces.map((last) => ({ piece: last }))]) {
        const half = halves[random.below(4)] ?? "allow";
        await tenant.tx(() =>
          random.below(2) === 0
            ? Piece.recordCopy(piece, { status: half, reasons: [], hook: "hook" })
            : settlePicture(piece.id, batch.id, half),
        );
        const { counts, status } = await tenant.tx(() => Batch.get(batch.id));
        const { requested, ...parts } = counts;
        expect(Object.values(parts).reduce((sum, part) => sum + part, 0)).toBe(requested);
        expect(status === "finished").toBe(counts.queued + counts.generating === 0);
        expect(finishedEvents().length).toBe(status === "finished" ? 1 : 0);
      }
      for (const piece of pieces) {
        await tenant.tx(() => Piece.recordCopy(piece, { status: "allow", reasons: [] }));
        await tenant.tx(() => settlePicture(piece.id, batch.id, "allow"));
      }
      expect(await tenant.tx(() => Batch.get(batch.id))).toMatchObject({ status: "finished" });
      expect(finishedEvents()).toHaveLength(1);
    },
  );

  it("end the batch once when the last two pieces settle at the same moment", async () => {
    const { tenant, batch, pieces } = await startedBatch(2);
    for (const piece of pieces) await tenant.tx(() => settlePicture(piece.id, batch.id, "allow"));
    const [one, two] = pieces;
    if (!one || !two) throw new Error("two pieces were asked for");
    const ready = { status: "allow" as const, reasons: [], hook: "hook" };
    let open = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    // Another worker, on a connection of its own, while the first has not committed.
    const second = gate.then(() => tenant.tx(() => Piece.recordCopy(two, ready)));
    await tenant.tx(async () => {
      await Piece.recordCopy(one, ready);
      open();
      await Promise.race([second, somebodyWaits()]);
    });
    await second;
    const { status, counts } = await tenant.tx(() => Batch.get(batch.id));
    expect({ status, ready: counts.ready }).toEqual({ status: "finished", ready: 2 });
    expect(finishedEvents()).toHaveLength(1);
  });

  it("settle one piece from both halves at the same moment", async () => {
    for (let round = 0; round < 5; round++) {
      const { tenant, batch, pieces } = await startedBatch(1);
      const [piece] = pieces;
      if (!piece) throw new Error("no piece");
      await Promise.all([
        tenant.tx(() => Piece.recordCopy(piece, { status: "allow", reasons: [], hook: "hook" })),
        tenant.tx(() => settlePicture(piece.id, batch.id, "review")),
      ]);
      expect(await tenant.tx(() => Batch.get(batch.id))).toMatchObject({
        status: "finished",
        counts: { review: 1 },
      });
    }
  });
});

describe("A piece", () => {
  it("keeps its first verdict when its picture's failure comes twice", async () => {
    const { tenant, batch, pieces } = await startedBatch(1);
    const [piece] = pieces;
    const generation = { subjectId: piece?.id, batchId: batch.id, kind: "piece" } as never;
    await tenant.tx(() => failers.piece(generation, { code: "provider_safety", message: "NSFW" }));
    await tenant.tx(() => failers.piece(generation, { code: "http_500", message: "again" }));
    await tenant.tx(() =>
      Piece.recordCopy(piece as Piece.Row, { status: "allow", reasons: [], hook: "hook" }),
    );
    const after = await tenant.tx(() => Piece.get(String(piece?.id)));
    expect(after).toMatchObject({ status: "blocked", failureCode: null });
    expect(after.reasons).toEqual([{ code: "provider_safety", place: "image" }]);
  });

  it("is told apart by what it shows: a block is never lifted by the other half", async () => {
    const { tenant, batch, pieces } = await startedBatch(1);
    const [piece] = pieces;
    await tenant.tx(() => settlePicture(String(piece?.id), batch.id, "failed"));
    await tenant.tx(() =>
      Piece.recordCopy(piece as Piece.Row, { status: "block", reasons: [], hook: "hook" }),
    );
    expect(await tenant.tx(() => Piece.get(String(piece?.id)))).toMatchObject({ status: "blocked" });
  });

  it("that has its copy is not written again", async () => {
    const { tenant, pieces } = await startedBatch(1);
    const [piece] = pieces;
    await tenant.tx(() =>
      Piece.recordCopy(piece as Piece.Row, { status: "allow", reasons: [], hook: "first" }),
    );
    await tenant.as(() => Hook.write(String(piece?.id)));
    expect(await tenant.tx(() => Piece.get(String(piece?.id)))).toMatchObject({ hook: "first" });
    const calls =
      await database()`select id from provider_calls where owner_id = ${tenant.userId} and kind = 'text'`;
    expect(calls).toEqual([]);
  });
});

/** Comes back once a connection waits for another's lock. */
async function somebodyWaits(): Promise<void> {
  for (;;) {
    const waiting = await database()`
      select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    if (waiting.length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** What the picture's finisher writes, without a picture. */
async function settlePicture(pieceId: string, batchId: string, half: (typeof halves)[number]): Promise<void> {
  await sql`
    update content_pieces set image_status = ${half}
    where id = ${pieceId} and image_status = 'pending'
  `;
  await Piece.settle(pieceId, batchId);
}
