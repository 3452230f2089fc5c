import { createId } from "@vixen/core/kit/id.ts";
import { describe, expect, it } from "vitest";
import { type Answer, database, delivered, useApi } from "./support/harness.ts";
import { newOperator, type Operator } from "./support/operator.ts";
import { avatarWithFaces, readyAvatar, rowCounts } from "./support/world.ts";

useApi();

const codeOf = (answer: Answer) => (answer.body.error as { code: string } | undefined)?.code;
const eventsOf = (avatarId: string) =>
  delivered().bus.flatMap(({ type, detail }) =>
    (detail.body as { avatarId?: string }).avatarId === avatarId && type !== "avatar.created" ? [type] : [],
  );

async function inSetup(operator: Operator): Promise<string> {
  const { avatarId, candidateIds } = await avatarWithFaces(operator);
  await operator.call(`/avatars/${avatarId}/lock`, { body: { candidateId: candidateIds[0] } });
  return `/avatars/${avatarId}`;
}

describe("a setup works", () => {
  it("is asked for, canceled and asked for again, each told to the bus once", async () => {
    const operator = await newOperator();
    const path = await inSetup(operator);
    const canceled = await operator.call(`${path}/cancel`, { method: "POST" });
    expect(canceled.status, canceled.text).toBe(202);
    expect(canceled.body).toMatchObject({ status: "canceled", setup: { run: { status: "canceled" } } });
    const open =
      await database()`select id from generations where status = 'queued' and owner_id = ${operator.userId}`;
    expect(open).toEqual([]);
    const retried = await operator.call(`${path}/retry`, { method: "POST" });
    expect(retried.body).toMatchObject({
      status: "training",
      setup: { run: { status: "running" }, steps: [] },
    });
    expect(eventsOf(path.slice("/avatars/".length))).toEqual([
      "avatar.setup_requested",
      "avatar.setup_canceled",
      "avatar.setup_requested",
    ]);
  });

  it("lets one of two retries at the same moment win", async () => {
    const operator = await newOperator();
    const path = await inSetup(operator);
    await operator.call(`${path}/cancel`, { method: "POST" });
    const answers = await Promise.all([1, 2].map(() => operator.call(`${path}/retry`, { method: "POST" })));
    expect(answers.map((answer) => answer.status).sort()).toEqual([202, 409]);
    expect(answers.map(codeOf)).toContain("setup_not_stopped");
  });

  it("says in which step it failed and why", async () => {
    const operator = await newOperator();
    const { avatarId } = await readyAvatar(operator);
    const sql = database();
    const failure = {
      error_step: "train-lora",
      error_code: "training_failed",
      error_message: "Out of memory.",
    };
    const run = {
      id: createId("setupRun"),
      owner_id: operator.userId,
      avatar_id: avatarId,
      status: "failed",
    };
    await sql`insert into setup_runs ${sql({ ...run, ...failure })}`;
    const { body } = await operator.call(`/avatars/${avatarId}/setup`);
    expect(body).toMatchObject({
      setup: {
        run: { errorStep: "train-lora", errorCode: "training_failed", errorMessage: "Out of memory." },
      },
    });
  });

  it("says what each step has cost and how long the running one takes, and shows pictures that passed", async () => {
    const operator = await newOperator();
    const { avatarId, loraVersionId, candidateId, pieceId, batchId } = await readyAvatar(operator);
    const sql = database();
    const [image] = await sql`select id from dataset_images where avatar_id = ${avatarId} limit 1`;
    const bought = { owner_id: operator.userId, avatar_id: avatarId, model: "m", input: {}, seed: 1 };
    const made = (["candidate", "dataset"] as const).map((kind) => {
      const [id, subject_id] = [createId("generation"), createId("request")];
      return { ...bought, id, kind, subject_id, deadline_at: new Date() };
    });
    await sql`insert into generations ${sql(made)}`;
    const booked = [
      [String(made[0]?.id), "image", null],
      [String(made[1]?.id), "image", null],
      [String(image?.id), "face", null],
      [loraVersionId, "training", null],
      [loraVersionId, "storage", null],
      [avatarId, "text", null],
      // Neither a piece of a batch nor a text that was written anew belongs to the setup.
      [pieceId, "image", batchId],
      [createId("identityWrite"), "text", null],
      [candidateId, "face", null],
    ] as const;
    await sql`insert into cost_entries ${sql(
      booked.map(([subject, kind, batch], index) => ({
        id: createId("costEntry"),
        owner_id: operator.userId,
        avatar_id: avatarId,
        subject_id: subject,
        batch_id: batch,
        kind,
        provider: "p",
        model: "m",
        unit: "u",
        quantity: 1,
        price_version: "1",
        amount_nanos: 10 ** index,
        provider_ref: createId("request"),
      })),
    )}`;
    const runId = createId("setupRun");
    const own = { owner_id: operator.userId };
    await sql`insert into setup_runs ${sql({ ...own, id: runId, avatar_id: avatarId, status: "running" })}`;
    await sql`insert into setup_steps ${sql({ ...own, run_id: runId, step: "curate-dataset", status: "succeeded" })}`;
    await sql`insert into setup_steps ${sql({ ...own, run_id: runId, step: "train-lora", status: "running" })}`;
    const { body } = await operator.call(`/avatars/${avatarId}`);
    expect(body.stepCosts).toEqual({
      faces: 100_000_001,
      "generate-dataset": 110,
      "train-lora": 1_000,
      "copy-weights": 10_000,
      "write-identity": 100_000,
    });
    const { steps } = body.setup as { steps: { step: string; expectedSeconds: number | null }[] };
    expect(Object.fromEntries(steps.map(({ step, expectedSeconds }) => [step, expectedSeconds]))).toEqual({
      "curate-dataset": null,
      "train-lora": expect.any(Number),
    });
    expect(body.pictureUrls).toEqual([
      expect.stringContaining("image-0.jpg"),
      expect.stringContaining("image-1.jpg"),
    ]);
  });

  it("tells the time of each step as its cost: of all its runs together, and a training's as its version does", async () => {
    const operator = await newOperator();
    const { avatarId, loraVersionId } = await readyAvatar(operator);
    const sql = database();
    const own = { owner_id: operator.userId };
    const at = (seconds: number) => new Date(Date.UTC(2026, 2, 1) + seconds * 1_000);
    for (const [status, from, to] of [
      ["failed", 0, 240],
      ["succeeded", 1_000, 1_002],
    ] as const) {
      const run_id = createId("setupRun");
      await sql`insert into setup_runs ${sql({ ...own, id: run_id, avatar_id: avatarId, status, ended_at: at(9_999) })}`;
      const span = { started_at: at(from), ended_at: at(to) };
      const steps = ["generate-dataset", "train-lora"].map((step) => ({
        ...own,
        ...span,
        run_id,
        step,
        status,
      }));
      await sql`insert into setup_steps ${sql(steps)}`;
    }
    const attempt = { ...own, avatar_id: avatarId, subject_kind: "training", subject_id: loraVersionId };
    const bought = { ...attempt, provider: "replicate", model: "trainer", deadline_at: at(0) };
    await sql`delete from attempts where subject_id = ${loraVersionId}`;
    await sql`insert into attempts ${sql([
      { ...bought, id: createId("attempt"), status: "failed", created_at: at(0), settled_at: at(60) },
      { ...bought, id: createId("attempt"), status: "succeeded", created_at: at(100), settled_at: at(220) },
    ])}`;
    const { body } = await operator.call(`/avatars/${avatarId}`);
    expect(body.stepTimes).toEqual({
      "generate-dataset": { seconds: 242, runs: 2 },
      "train-lora": { seconds: 180, runs: 2 },
    });
    const training = await operator.call(`/avatars/${avatarId}/training`);
    expect(training.body.items).toEqual([expect.objectContaining({ id: loraVersionId, seconds: 180 })]);
  });

  it("shows dataset, training and identity; what was held back is not shown", async () => {
    const operator = await newOperator();
    const { avatarId, loraVersionId, batchId } = await readyAvatar(operator);
    await database()`
      update content_pieces set identity_score = case ordinal when 0 then 0.9 when 1 then 0.7 end
      where batch_id = ${batchId}`;
    const { body } = await operator.call(`/avatars/${avatarId}/dataset`);
    const { images } = body.dataset as {
      images: { status: string; rejectReason: string; imageUrl: string | null }[];
    };
    expect(images.map((image) => image.status)).toEqual(["kept", "kept", "rejected", "failed"]);
    expect(images[0]?.imageUrl).toMatch(/X-Amz-Expires=3600/);
    expect(images[2]).toMatchObject({ rejectReason: "young_look", imageUrl: null });
    const training = await operator.call(`/avatars/${avatarId}/training`);
    // A piece that was not compared is no part of how like its version's pictures are.
    expect(training.body.items).toEqual([
      expect.objectContaining({
        id: loraVersionId,
        status: "ready",
        likeness: expect.closeTo(0.8),
        comparedPieces: 2,
      }),
    ]);
  });
});

describe("a setup refuses", () => {
  it("to be canceled when none runs, retried while it runs, deleted or archived in the midst of it", async () => {
    const operator = await newOperator();
    const path = await inSetup(operator);
    const ready = await readyAvatar(operator);
    const before = await rowCounts();
    const codes = [
      codeOf(await operator.call(`/avatars/${ready.avatarId}/cancel`, { method: "POST" })),
      codeOf(await operator.call(`${path}/retry`, { method: "POST" })),
      codeOf(await operator.call(path, { method: "DELETE" })),
      codeOf(await operator.call(path, { method: "PATCH", body: { isArchived: true } })),
    ];
    expect(codes).toEqual(["setup_not_running", "setup_not_stopped", "avatar_busy", "avatar_busy"]);
    expect(await rowCounts()).toEqual(before);
  });
});
