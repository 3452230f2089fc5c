import type postgres from "postgres";
import { describe, expect, it } from "vitest";
import { database, useApi } from "./support/harness.ts";
import { newOperator, type Operator } from "./support/operator.ts";
import { avatarWithFaces, persona, readyAvatar } from "./support/world.ts";

useApi();

type Subject = { kind: string; id: string };
type Activity = {
  version: string;
  changes: { isReset: boolean; subjects: Subject[] };
  jobs: Record<string, unknown>[];
  needs: Record<string, unknown>[];
  notices: { id: string; kind: string; at: string; isUnread: boolean; ready: number }[];
  unread: number;
  simulated: string[];
};

async function activity(operator: Operator, since?: string): Promise<Activity> {
  const { body } = await operator.call(`/activity${since === undefined ? "" : `?since=${since}`}`);
  return body as unknown as Activity;
}

/** As a screen polls: with the version it holds, as cursor and as etag. */
const poll = (operator: Operator, version: string) =>
  operator.call(`/activity?since=${version}`, { headers: { "if-none-match": `"${version}"` } });

const settle = (pieceId: string, status: string) =>
  database()`update content_pieces set status = ${status}, settled_at = now() where id = ${pieceId}`;

describe("what a screen polls", () => {
  it("is a 304 until something changes, and then names what did", async () => {
    const operator = await newOperator();
    const { avatarId, batchId, pieceId } = await readyAvatar(operator);
    const first = await activity(operator);
    // A page that was just rendered may have read before its last changes were there.
    expect(first.changes.subjects).toContainEqual({ kind: "batch", id: batchId });

    const quiet = await poll(operator, first.version);
    expect([quiet.status, quiet.text, quiet.headers.get("etag")]).toEqual([304, "", `"${first.version}"`]);

    await settle(pieceId, "review");
    const second = await poll(operator, first.version);
    expect(second.status).toBe(200);
    expect(second.body.changes).toEqual({ isReset: false, subjects: [{ kind: "batch", id: batchId }] });
    expect(second.headers.get("etag")).toBe(`"${second.body.version}"`);
    expect((await poll(operator, String(second.body.version))).status).toBe(304);

    await operator.call(`/avatars/${avatarId}`, { method: "PATCH", body: { name: "Luna" } });
    const third = await activity(operator, String(second.body.version));
    expect(third.changes.subjects).toEqual([{ kind: "avatar", id: avatarId }]);
  });

  it("belongs to one operator: another's changes are a 304, and nothing of theirs is in it", async () => {
    const [operator, other] = [await newOperator(), await newOperator()];
    const { version } = await activity(operator);
    const { pieceId } = await readyAvatar(other);
    await settle(pieceId, "review");
    expect((await poll(operator, version)).status).toBe(304);
    expect(await activity(operator)).toMatchObject({
      changes: { isReset: false, subjects: [] },
      jobs: [],
      needs: [],
      notices: [],
      unread: 0,
    });
    expect((await activity(other)).needs).toHaveLength(1);
  });

  it("misses nothing of a transaction that began first and ended last", async () => {
    const operator = await newOperator();
    const [slow, quick] = [await readyAvatar(operator), await readyAvatar(operator)];
    const { version } = await activity(operator);
    const slowOne = await opened((sql) => sql`update avatars set name = 'Slow' where id = ${slow.avatarId}`);
    await database()`update avatars set name = 'Quick' where id = ${quick.avatarId}`;

    const early = await activity(operator, version);
    expect(early.changes.subjects).toEqual([{ kind: "avatar", id: quick.avatarId }]);
    await slowOne.commit();
    const late = await activity(operator, early.version);
    expect(late.changes.subjects).toEqual([{ kind: "avatar", id: slow.avatarId }]);
  });

  it("makes no change wait for another, not even of the same batch", async () => {
    const operator = await newOperator();
    const { batchId } = await readyAvatar(operator);
    const [one, two] = await database()`select id from content_pieces where batch_id = ${batchId}`;
    const held = await opened((sql) => sql`update content_pieces set hook = 'x' where id = ${one?.id}`);
    await database().begin(async (sql) => {
      await sql`set local lock_timeout = '2s'`;
      await sql`update content_pieces set hook = 'y' where id = ${two?.id}`;
    });
    await held.commit();
    const { changes } = await activity(operator);
    expect(changes.subjects).toContainEqual({ kind: "batch", id: batchId });
  });

  it("says that everything may have changed to who was away too long, or comes from another database", async () => {
    const operator = await newOperator();
    const { version } = await activity(operator);
    const [at, ...snapshot] = version.split("-");
    const hoursAgo = [Number(at) - 7_200, ...snapshot].join("-");
    expect((await activity(operator, hoursAgo)).changes.isReset).toBe(true);
    const elsewhere = `${at}-999999999-999999999-`;
    expect((await poll(operator, elsewhere)).body.changes).toMatchObject({ isReset: true });
  });

  it.each(["x", "1-2", "1-5-3-", "1-0-3-", "1-3-9-4.2", "1-3-9-12", "1'--", "1-2-3-4.4"])(
    "refuses the version %s",
    async (since) => {
      const operator = await newOperator();
      const answer = await operator.call(`/activity?since=${encodeURIComponent(since)}`);
      expect([answer.status, answer.body.error]).toEqual([
        400,
        expect.objectContaining({ code: "input_invalid", fields: { since: expect.any(String) } }),
      ]);
    },
  );
});

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

/** A transaction that has run `work` and stays open until it is told to commit. */
async function opened(work: (sql: postgres.TransactionSql) => Promise<unknown>) {
  const gate = Promise.withResolvers<void>();
  const ready = Promise.withResolvers<void>();
  const done = database().begin(async (sql) => {
    await work(sql);
    ready.resolve();
    await gate.promise;
  });
  await Promise.race([ready.promise, done]);
  return {
    commit: async () => {
      gate.resolve();
      await done;
    },
  };
}
