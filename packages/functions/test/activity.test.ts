import type postgres from "postgres";
import { describe, expect, it } from "vitest";
import { activity, settle } from "./support/activity.ts";
import { database, useApi } from "./support/harness.ts";
import { newOperator, type Operator } from "./support/operator.ts";
import { readyAvatar } from "./support/world.ts";

useApi();

/** As a screen polls: with the version it holds, as cursor and as etag. */
const poll = (operator: Operator, version: string) =>
  operator.call(`/activity?since=${version}`, { headers: { "if-none-match": `"${version}"` } });

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
