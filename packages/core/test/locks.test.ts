import { Avatar, Dataset, DatasetImage, Lora, Setup } from "@vixen/core/avatar";
import { Batch, Piece } from "@vixen/core/content";
import { cancel } from "@vixen/core/content/batch-cancel.ts";
import { decide } from "@vixen/core/content/decision.ts";
import { Generation } from "@vixen/core/generation";
import { sql } from "@vixen/core/kit/db.ts";
import { createId } from "@vixen/core/kit/id.ts";
import { describe, expect, it } from "vitest";
import { cloud, database, useWorld } from "./harness.ts";
import { somebodyWaits } from "./support/locks.ts";
import { readyAvatar } from "./support/persona.ts";
import { begunSetup } from "./support/setup.ts";

useWorld();

const failure = { code: "no_output", message: "Nothing came.", isFinal: true };

/** A batch whose pictures are all under way. */
async function busyBatch(count: number) {
  const { tenant, avatarId } = await readyAvatar();
  const batch = await tenant.as(() => Batch.start({ avatarId, count, seed: count }));
  cloud().messages.length = 0;
  await database()`update generations set status = 'submitted' where batch_id = ${batch.id}`;
  const pieces = await tenant.tx(() => Piece.list({ batchId: batch.id }, { limit: 200 }));
  return { tenant, batch, pieces };
}

/** Settles a picture as the collector of a run without one does; `between` is what happens while it holds it. */
async function settle(generationId: string, between: () => Promise<void> = async () => {}): Promise<void> {
  const generation = await Generation.find(generationId);
  if (!generation || !(await Generation.retryOrFail(generation, failure))) return;
  await between();
  await Piece.fail(generation, failure);
}

/** A point at which one transaction stands still until the test lets it go on. */
function newPause() {
  const [reached, ended] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const here = async () => {
    reached.resolve();
    await ended.promise;
  };
  return { here, reached: reached.promise, end: () => ended.resolve() };
}

describe("A setup that is canceled", () => {
  it("while its training is claimed waits for that or goes before it, without a deadlock", async () => {
    const { tenant, avatarId } = await begunSetup();
    const [version] = await tenant.tx(async () => {
      const dataset = await Dataset.find(avatarId);
      const row = {
        id: createId("loraVersion"),
        ownerId: tenant.userId,
        avatarId,
        version: 1,
        status: "pending",
      };
      const made = { baseModel: "m", trainer: "t", trainerVersion: "v", parameters: sql.json({ steps: 1 }) };
      const of = { datasetId: dataset?.id ?? "", datasetSha256: "x", destination: "o/m" };
      return sql<[{ id: string }]>`insert into lora_versions ${sql({ ...row, ...made, ...of })} returning id`;
    });
    const pause = newPause();
    // What `Training.start` does when it claims: the avatar, then the version.
    const claiming = tenant.tx(async () => {
      await Avatar.getLocked(avatarId);
      await pause.here();
      await Lora.setStatus(version.id, "training");
    });
    await pause.reached;
    const canceling = tenant.as(() => Setup.cancel(avatarId));
    await somebodyWaits();
    pause.end();
    await Promise.all([claiming, canceling]);
    expect((await tenant.tx(() => Avatar.get(avatarId))).status).toBe("canceled");
  });
});

describe("A batch that is canceled", () => {
  it("while a picture of it settles waits for that, and neither is undone", async () => {
    const { tenant, batch, pieces } = await busyBatch(3);
    const [piece] = pieces;
    const pause = newPause();
    const settling = tenant.tx(() => settle(piece?.generationId ?? "", pause.here));
    await pause.reached;
    const canceling = tenant.as(() => cancel(batch.id));
    await somebodyWaits();
    pause.end();
    await Promise.all([settling, canceling]);
    const { status, counts } = await tenant.tx(() => Batch.get(batch.id));
    expect(status).toBe("canceled");
    expect(counts.canceled).toBe(3);
    const open = await database()`
      select id from generations
      where batch_id = ${batch.id} and status in ('queued', 'submitted', 'collecting')`;
    expect(open).toEqual([]);
  });

  it("under many collectors and copy writers loses none of them to a deadlock", async () => {
    for (let round = 0; round < 5; round++) {
      const { tenant, batch, pieces } = await busyBatch(24);
      const collectors = pieces.map(({ generationId }) => tenant.tx(() => settle(generationId)));
      const writers = [...pieces].reverse().map((piece) => {
        const copy = { status: "allow", hook: "hook", reasons: [] } as const;
        return tenant.tx(() => Piece.recordCopy(piece, { ...copy, reasons: [] }));
      });
      const ids = pieces.map(({ id }) => id);
      const people = [
        tenant.as(() => cancel(batch.id)),
        tenant.as(() => cancel(batch.id)),
        tenant.as(() => decide({ pieceIds: ids, decision: "approve" })),
      ];
      const outcomes = await Promise.allSettled([...people, ...collectors, ...writers]);
      const codes = outcomes.flatMap((outcome) =>
        outcome.status === "rejected" ? [(outcome.reason as { code?: string }).code ?? outcome.reason] : [],
      );
      expect(codes.filter((code) => code !== "batch_not_running")).toEqual([]);
      const { counts } = await tenant.tx(() => Batch.get(batch.id));
      expect(counts.queued + counts.generating).toBe(0);
    }
  });
});

describe("A dataset that is asked for again", () => {
  it("while a picture of the canceled run settles waits for that, and neither is undone", async () => {
    const begun = await begunSetup(2);
    const { tenant, avatarId, datasetId } = begun;
    await database()`update generations set status = 'canceled' where avatar_id = ${avatarId}`;
    const [image] = await tenant.tx(() => DatasetImage.list(datasetId));
    const pause = newPause();
    const settling = tenant.tx(async () => {
      // As `collect` does with one that was bought before the cancel.
      await sql`
        update generations set status = 'succeeded'
        where id = (select generation_id from dataset_images where id = ${image?.id ?? ""})`;
      await pause.here();
      await sql`update dataset_images set status = 'candidate' where id = ${image?.id ?? ""}`;
      await Dataset.settleOf(image?.id ?? "");
    });
    await pause.reached;
    const asking = tenant.as(() => Dataset.generate(avatarId, "again"));
    await somebodyWaits();
    pause.end();
    await Promise.all([settling, asking]);
    const images = await tenant.tx(() => DatasetImage.list(datasetId));
    expect(images.map(({ status }) => status)).toEqual(["candidate", "pending"]);
    const queued = await database()`
      select id from generations where avatar_id = ${avatarId} and status = 'queued'`;
    expect(queued).toHaveLength(1);
  });
});
