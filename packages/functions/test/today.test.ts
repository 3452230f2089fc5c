import { describe, expect, it } from "vitest";
import { activity, settle } from "./support/activity.ts";
import { database, useApi } from "./support/harness.ts";
import { newOperator } from "./support/operator.ts";
import { avatarWithFaces, persona, readyAvatar } from "./support/world.ts";

useApi();

describe("what runs, what waits and what ended", () => {
  it("counts faces, a setup and a batch while they run", async () => {
    const operator = await newOperator();
    const draft = await operator.call("/avatars", { body: { ...persona, candidateCount: 2 } });
    await operator.call(`/avatars/${draft.body.id}/candidates`, { body: {} });
    const { batchId, pieceId } = await readyAvatar(operator);
    await settle(pieceId, "ready");
    const training = await avatarWithFaces(operator);
    const candidateId = training.candidateIds[0];
    await operator.call(`/avatars/${training.avatarId}/lock`, { body: { candidateId } });

    const { jobs, needs } = await activity(operator);
    expect(jobs).toEqual([
      expect.objectContaining({ kind: "faces", id: draft.body.id, done: 0, total: 2, progress: 0 }),
      expect.objectContaining({ kind: "batch", id: batchId, avatarName: "Alba", done: 1, total: 3 }),
      expect.objectContaining({ kind: "setup", id: training.avatarId, step: null, progress: 0 }),
    ]);
    for (const { etaSeconds } of jobs) expect(etaSeconds).toBeGreaterThan(0);
    expect(needs).toEqual([]);
  });

  it("tells the time of a batch that goes on a day later from what is made since, not from the day", async () => {
    const operator = await newOperator();
    const { batchId, pieceId } = await readyAvatar(operator);
    const sql = database();
    await sql`update content_batches set status = 'finished', created_at = now() - interval '1 day' where id = ${batchId}`;
    await sql`
      update content_pieces
      set status = 'ready', image_status = 'allow', copy_status = 'allow', settled_at = now() - interval '23 hours'
      where batch_id = ${batchId}`;
    await sql`update generations set status = 'failed' where batch_id = ${batchId}`;
    await sql`update content_pieces set status = 'failed', image_status = 'failed' where id = ${pieceId}`;
    await operator.call(`/content/pieces/${pieceId}/retry`, { method: "POST" });
    const { jobs } = await activity(operator);
    expect(jobs).toEqual([expect.objectContaining({ kind: "batch", id: batchId, done: 2, total: 3 })]);
    expect(jobs[0]?.etaSeconds).toBeLessThanOrEqual(10);
  });

  it("tells of a deletion while it goes on, and once it is over what the provider would not let go", async () => {
    const operator = await newOperator();
    const { avatarId } = await readyAvatar(operator);
    const { version } = await activity(operator);
    await operator.call(`/avatars/${avatarId}`, { method: "DELETE" });
    const begun = await activity(operator, version);
    expect(begun.changes.subjects).toContainEqual({ kind: "avatar", id: avatarId });
    expect(begun.jobs).toContainEqual(
      expect.objectContaining({ kind: "removal", id: avatarId, avatarName: "", done: 0, total: 0 }),
    );
    const sql = database();
    await sql`
      update avatar_removals set requested_at = now() - interval '1 day', files_deleted = 2, models = '["vixen/left"]'
      where avatar_id = ${avatarId}`;
    const waiting = await activity(operator, begun.version);
    expect(waiting.changes.subjects).toEqual([{ kind: "avatar", id: avatarId }]);
    expect(waiting.jobs).toContainEqual(
      expect.objectContaining({ kind: "removal", done: 2, total: 3, progress: 0.95, etaSeconds: null }),
    );
    await sql`
      update avatar_removals set status = 'finished', finished_at = now() where avatar_id = ${avatarId}`;
    const ended = await activity(operator);
    expect(ended.jobs).toEqual([]);
    expect(ended.notices[0]).toMatchObject({ kind: "avatar_removed", id: avatarId, avatarId, failed: 1 });
    expect((await activity(await newOperator())).notices).toEqual([]);
  });

  it("names faces to choose, drafts without any, setups that stopped, and pieces that wait or failed", async () => {
    const operator = await newOperator();
    const empty = await operator.call("/avatars", { body: persona });
    const { avatarId } = await avatarWithFaces(operator);
    const { batchId, pieceId } = await readyAvatar(operator);
    await database()`update content_pieces set status = 'failed' where batch_id = ${batchId}`;
    await settle(pieceId, "review");
    const stopped = await readyAvatar(operator);
    const failure = { error_step: "train-lora", error_code: "training_failed" };
    await database()`
      insert into setup_runs ${database()({
        ...failure,
        id: `run_${stopped.avatarId}`,
        owner_id: operator.userId,
        avatar_id: stopped.avatarId,
        status: "failed",
        ended_at: new Date(),
      })}
    `;
    await database()`update avatars set status = 'failed' where id = ${stopped.avatarId}`;

    const { needs, notices } = await activity(operator);
    const found = needs.map(({ kind, id, count }) => [kind, id, count]);
    expect(found).toHaveLength(5);
    expect(found).toEqual(
      expect.arrayContaining([
        ["draft", empty.body.id, 0],
        ["faces", avatarId, 2],
        ["pieces_review", batchId, 1],
        ["pieces_failed", batchId, 2],
        ["setup_failed", stopped.avatarId, 1],
      ]),
    );
    const [batch] = await database()`select created_at from content_batches where id = ${batchId}`;
    const begun = needs.map(({ kind, startedAt }) => [kind, startedAt]);
    expect(begun).toContainEqual(["pieces_review", batch?.created_at.toISOString()]);
    expect(begun).toContainEqual(["setup_failed", null]);
    const reason = { errorStep: "train-lora", errorCode: "training_failed" };
    expect(needs.find(({ kind }) => kind === "setup_failed")).toMatchObject(reason);
    expect(notices).toEqual([expect.objectContaining({ kind: "setup_failed", isUnread: true, ...reason })]);
  });

  it("names a draft to finish, and a cap that is nearly spent", async () => {
    const operator = await newOperator();
    const draft = await operator.call("/avatars/drafts", {
      body: { step: "identity", fields: { name: "Vera" } },
    });
    const { avatarId } = await readyAvatar(operator);
    const cap = async (costCapCents: number) => {
      await operator.call(`/avatars/${avatarId}`, { method: "PATCH", body: { costCapCents } });
      return (await activity(operator)).needs.map(({ kind, id, avatarName, count }) => [
        kind,
        id,
        avatarName,
        count,
      ]);
    };
    const unfinished = ["unfinished", draft.body.id, "Vera", 0];
    // A cent and a half was spent on it.
    expect(await cap(2)).toEqual([unfinished]);
    expect(await cap(1)).toEqual(
      expect.arrayContaining([unfinished, ["cap_reached", avatarId, "Alba", 150]]),
    );
  });

  it("names texts that did not pass, one line a persona, until they are reworded", async () => {
    const operator = await newOperator();
    const { avatarId } = await readyAvatar(operator);
    const sql = database();
    const needs = async () =>
      (await activity(operator)).needs.map(({ kind, id, count }) => [kind, id, count]);
    const type = async (texts: object) => {
      const { version } = (await operator.call(`/avatars/${avatarId}/identity`)).body;
      const body = { version, ...texts };
      expect((await operator.call(`/avatars/${avatarId}/identity`, { method: "PATCH", body })).status).toBe(
        200,
      );
    };
    await type({ occupation: "Guide", tone: "calm, dry, kind" });
    expect(await needs()).toEqual([]);
    await sql`update identity_components set verdict = 'review' where avatar_id = ${avatarId}`;
    expect(await needs()).toEqual([["texts_refused", avatarId, 2]]);
    await type({ occupation: "Baker", tone: "warm, slow, kind" });
    expect(await needs()).toEqual([]);
  });

  it("tells once what ended, on all devices: read is read", async () => {
    const operator = await newOperator();
    const { batchId } = await readyAvatar(operator);
    await database()`update content_pieces set status = 'ready' where batch_id = ${batchId}`;
    await database()`update content_batches set status = 'finished', finished_at = now() where id = ${batchId}`;
    const before = await activity(operator);
    expect(before.unread).toBe(1);
    const [notice] = before.notices;
    expect(notice).toMatchObject({ id: batchId, kind: "batch_finished", isUnread: true, ready: 3 });

    const read = await operator.call("/activity/read", { body: { until: notice?.at } });
    expect(read.status).toBe(204);
    const after = await activity(operator, before.version);
    expect(after.changes.subjects).toEqual([{ kind: "notices", id: operator.userId }]);
    expect([after.unread, after.notices[0]?.isUnread]).toEqual([0, false]);

    // An older device that marks less does not make them new again.
    await operator.call("/activity/read", { body: { until: "2020-01-01T00:00:00Z" } });
    expect((await activity(operator)).unread).toBe(0);
    const bad = await operator.call("/activity/read", { body: { until: "yesterday" } });
    expect(bad.status).toBe(400);
  });

  it("names the providers that are simulated, and none where nobody set any", async () => {
    const operator = await newOperator();
    expect((await activity(operator)).simulated).toEqual([]);
    process.env.SIMULATED_PROVIDERS = "openai,replicate";
    try {
      expect((await activity(operator)).simulated).toEqual(["openai", "replicate"]);
    } finally {
      delete process.env.SIMULATED_PROVIDERS;
    }
  });
});
