import * as Actor from "@vixen/core/kit/actor.ts";
import { createId } from "@vixen/core/kit/id.ts";
import { describe, expect, it } from "vitest";
import { type Answer, database, delivered, useApi } from "./support/harness.ts";
import { newOperator, type Operator } from "./support/operator.ts";
import { readyAvatar, rowCounts } from "./support/world.ts";

useApi();

const codeOf = (answer: Answer) => (answer.body.error as { code: string } | undefined)?.code;
const start = (operator: Operator, body: unknown, key?: string) =>
  operator.call("/content/exports", { body, ...(key ? { headers: { "idempotency-key": key } } : {}) });

/** A batch of three pieces, of which the first two are ready with a picture. */
async function library(operator: Operator) {
  const { avatarId, batchId } = await readyAvatar(operator);
  const sql = database();
  const rows = await sql`select id from content_pieces where batch_id = ${batchId} order by ordinal`;
  const ids = rows.map(({ id }) => String(id));
  await sql`
    update content_pieces
    set status = 'ready', image_status = 'allow', copy_status = 'allow', hook = 'A hook', media_bucket = 'private',
      media_key = 'avatars/' || id || '.jpg'
    where id in ${sql(ids.slice(0, 2))}
  `;
  return { avatarId, batchId, ids };
}

const finish = (id: string) => database()`
  update content_exports
  set status = 'ready', packed = 1, bytes = 5000000000, media_key = 'exports/x.zip', finished_at = now(),
    expires_at = now() + interval '1 day'
  where id = ${id}`;

describe("exports work", () => {
  it("are asked for once with a key, packed by a worker, and listed newest first", async () => {
    const operator = await newOperator();
    const { batchId, ids } = await library(operator);
    const key = createId("request");
    const first = await start(operator, { pieceIds: ids.slice(0, 1) }, key);
    expect([first.status, first.body.status, first.body.requested]).toEqual([202, "queued", 1]);
    const again = await start(operator, { pieceIds: ids.slice(0, 1) }, key);
    expect([again.body.id, again.headers.get("idempotent-replayed")]).toEqual([first.body.id, "true"]);
    const second = await start(operator, { filter: { batchId } });
    expect(second.body.requested).toBe(2);
    const { body } = await operator.call("/content/exports");
    expect((body.items as { id: string }[]).map(({ id }) => id)).toEqual([second.body.id, first.body.id]);
    const sent = delivered().queue.filter((message) => message.includes(String(first.body.id)));
    expect(sent).toHaveLength(1);
  });

  it("have an address once they are ready, made anew each time and never beyond their end", async () => {
    const operator = await newOperator();
    const { ids } = await library(operator);
    const { id } = (await start(operator, { pieceIds: ids.slice(0, 1) })).body as { id: string };
    expect((await operator.call(`/content/exports/${id}`)).body.downloadUrl).toBeNull();
    await finish(id);
    const { body } = await operator.call(`/content/exports/${id}`);
    expect(body).toMatchObject({ status: "ready", packed: 1, bytes: 5_000_000_000 });
    expect(body).not.toHaveProperty("mediaKey");
    expect(String(body.downloadUrl)).toMatch(/exports\/x\.zip\?.*X-Amz-Expires=3600/);
    await database()`update content_exports set expires_at = now() + interval '90 seconds' where id = ${id}`;
    const soon = String((await operator.call(`/content/exports/${id}`)).body.downloadUrl);
    expect(Number(/X-Amz-Expires=(\d+)/.exec(soon)?.[1])).toBeLessThanOrEqual(90);
    const [row] =
      await database()`select to_jsonb(row.*)::text as row from content_exports as row where id = ${id}`;
    expect(row?.row).not.toContain("X-Amz");
    await database()`update content_exports set expires_at = now() where id = ${id}`;
    const over = await operator.call(`/content/exports/${id}`);
    expect(over.body).toMatchObject({ status: "expired", downloadUrl: null });
    const key = { "idempotency-key": createId("request") };
    const again = () => operator.call(`/content/exports/${id}/again`, { method: "POST", headers: key });
    const [one, two] = [await again(), await again()];
    expect(one).toMatchObject({ status: 202, body: { status: "queued", requested: 1 } });
    expect([two.body.id, one.body.id]).toEqual([one.body.id, expect.not.stringMatching(id)]);
    await database()`update content_pieces set status = 'rejected' where id = ${ids[0] ?? ""}`;
    const none = await operator.call(`/content/exports/${id}/again`, { method: "POST" });
    expect([none.status, codeOf(none)]).toEqual([409, "export_empty"]);
  });

  it("are canceled while they are packed, and then are neither listed nor a job nor a notice", async () => {
    const operator = await newOperator();
    const { ids } = await library(operator);
    const { id } = (await start(operator, { pieceIds: ids.slice(0, 2) })).body as { id: string };
    const cancel = () => operator.call(`/content/exports/${id}/cancel`, { method: "POST" });
    expect(await cancel()).toMatchObject({ status: 200, body: { id, status: "canceled" } });
    expect((await cancel()).status).toBe(200);
    expect((await operator.call("/content/exports")).body.items).toEqual([]);
    const { jobs, notices } = (await operator.call("/activity")).body;
    expect([jobs, notices]).not.toContainEqual(expect.arrayContaining([expect.objectContaining({ id })]));
    const other = (await start(operator, { pieceIds: ids.slice(0, 1) })).body as { id: string };
    await finish(other.id);
    const late = await operator.call(`/content/exports/${other.id}/cancel`, { method: "POST" });
    expect([late.status, codeOf(late)]).toEqual([409, "export_not_running"]);
  });

  it("are a running job with its counts, and then a notice until they expire", async () => {
    const operator = await newOperator();
    const { ids } = await library(operator);
    const { version } = (await operator.call("/activity")).body;
    const { id } = (await start(operator, { pieceIds: ids.slice(0, 2) })).body as { id: string };
    await database()`update content_exports set status = 'running', packed = 1 where id = ${id}`;
    const running = (await operator.call(`/activity?since=${version}`)).body;
    expect(running.changes).toMatchObject({ subjects: [{ kind: "export", id }] });
    expect(running.jobs).toContainEqual(
      expect.objectContaining({ kind: "export", id, avatarId: null, done: 1, total: 2, progress: 0.5 }),
    );
    await finish(id);
    const done = (await operator.call(`/activity?since=${running.version}`)).body;
    expect(done.changes).toMatchObject({ subjects: [{ kind: "export", id }] });
    expect(done.jobs).not.toContainEqual(expect.objectContaining({ kind: "export" }));
    expect(done.notices).toContainEqual(
      expect.objectContaining({ id, kind: "export_ready", isUnread: true, ready: 1, failed: 1 }),
    );
    await database()`delete from content_exports where id = ${id}`;
    const later = (await operator.call(`/activity?since=${done.version}`)).body;
    expect(later.notices).not.toContainEqual(expect.objectContaining({ id }));
  });

  it("say in a notice why they failed, when the storage is not to be reached", async () => {
    const operator = await newOperator();
    const { ids } = await library(operator);
    const { id } = (await start(operator, { pieceIds: ids.slice(0, 1) })).body as { id: string };
    await database()`update content_exports set attempts = 4 where id = ${id}`;
    process.env.TIME_SCALE = "1000";
    // The storage of this file's tests is an address where nobody listens.
    const { carryOut } = await import("@vixen/core/content/export-pack.ts");
    await Actor.asUser(operator.userId, () => carryOut(id));
    delete process.env.TIME_SCALE;
    const { body } = await operator.call(`/content/exports/${id}`);
    expect(body).toMatchObject({ status: "failed", errorCode: "provider_unavailable", downloadUrl: null });
    expect((await operator.call("/activity")).body.notices).toContainEqual(
      expect.objectContaining({ id, kind: "export_failed", errorCode: "provider_unavailable", failed: 1 }),
    );
  });
});

describe("exports refuse bad input", () => {
  it.each([
    ["neither pieces nor a filter", {}],
    ["both", { pieceIds: [createId("contentPiece")], filter: {} }],
    ["no pieces", { pieceIds: [] }],
    ["too many", { pieceIds: Array.from({ length: 1_001 }, () => createId("contentPiece")) }],
    ["what is no id", { pieceIds: ["../../etc/passwd"] }],
    ["a filter that is none", { filter: { status: "nonsense" } }],
    ["a field nobody knows", { pieceIds: [createId("contentPiece")], name: "x" }],
  ])("%s", async (_what, body) => {
    const operator = await newOperator();
    const before = await rowCounts();
    const answer = await start(operator, body);
    expect([answer.status, codeOf(answer)]).toEqual([400, "input_invalid"]);
    expect(await rowCounts()).toEqual(before);
  });

  it("pieces that are not ready, and filters without a ready one, changing nothing", async () => {
    const operator = await newOperator();
    const { batchId, ids } = await library(operator);
    const before = await rowCounts();
    const unready = await start(operator, { pieceIds: ids });
    expect([unready.status, codeOf(unready)]).toEqual([409, "pieces_not_ready"]);
    const none = await start(operator, { filter: { batchId, status: "failed" } });
    expect([none.status, codeOf(none)]).toEqual([409, "export_empty"]);
    expect(await rowCounts()).toEqual(before);
  });
});

describe("exports refuse the wrong person", () => {
  it("who can name another's avatar or batch in no filter, and lists nothing", async () => {
    const [owner, stranger] = [await newOperator(), await newOperator()];
    const { avatarId, batchId, ids } = await library(owner);
    await start(owner, { pieceIds: ids.slice(0, 1) });
    for (const filter of [{ avatarId }, { batchId }]) {
      expect((await start(stranger, { filter })).status).toBe(404);
    }
    expect((await stranger.call("/content/exports")).body).toEqual({ items: [], next: null });
  });
});
