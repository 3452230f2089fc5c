import { createId } from "@vixen/core/kit/id.ts";
import { describe, expect, it } from "vitest";
import { type Answer, database, delivered, useApi } from "./support/harness.ts";
import { newOperator, type Operator } from "./support/operator.ts";
import { readyAvatar, rowCounts } from "./support/world.ts";

useApi();

type Outcome = { pieceId: string; outcome: string; code: string | null; status: string; before: unknown };
const outcomesOf = (answer: Answer) => answer.body.items as Outcome[];
const codeOf = (answer: Answer) => (answer.body.error as { code: string } | undefined)?.code;

/** A batch whose pieces are in the states given, in order; halves follow from the state. */
async function pieces(operator: Operator, states: string[]) {
  const { avatarId } = await readyAvatar(operator);
  const { body } = await operator.call("/content/batches", {
    body: { avatarId, count: states.length, seed: 3 },
  });
  const batchId = String(body.id);
  const sql = database();
  const rows =
    await sql`select id, generation_id from content_pieces where batch_id = ${batchId} order by ordinal`;
  const ids = rows.map((row) => String(row.id));
  for (const [index, status] of states.entries()) {
    const image = { review: "review", blocked: "block", failed: "failed" }[status] ?? "allow";
    await sql`
      update content_pieces
      set status = ${status}, image_status = ${image}, copy_status = 'allow', hook = ${`hook ${index}`},
        failure_code = ${status === "failed" ? "E1001" : null}, failure_message = ${status === "failed" ? "No." : null}
      where id = ${ids[index] ?? ""}
    `;
  }
  await sql`update generations set status = ${"succeeded"} where batch_id = ${batchId}`;
  await sql`update generations set status = 'failed' where subject_id in (select id from content_pieces where batch_id = ${batchId} and status = 'failed')`;
  await sql`update content_batches set status = 'finished', finished_at = now() where id = ${batchId}`;
  return { avatarId, batchId, ids, generationIds: rows.map((row) => String(row.generation_id)) };
}

const decide = (operator: Operator, pieceIds: string[], decision: string, reason?: string) =>
  operator.call("/content/pieces/decisions", { body: { pieceIds, decision, ...(reason ? { reason } : {}) } });

describe("decisions work", () => {
  it("each for itself: done, unchanged or refused with why, and twice is once", async () => {
    const operator = await newOperator();
    const { ids } = await pieces(operator, ["review", "ready", "blocked", "failed", "generating"]);
    const unknown = createId("contentPiece");
    const first = await decide(operator, [...ids, unknown], "approve");
    expect(outcomesOf(first).map(({ outcome, code, status }) => [outcome, code, status])).toEqual([
      ["done", null, "ready"],
      ["done", null, "ready"],
      ["refused", "piece_blocked", "blocked"],
      ["refused", "piece_unfinished", "failed"],
      ["refused", "piece_unfinished", "generating"],
      ["refused", "not_found", null],
    ]);
    const again = await decide(operator, ids.slice(0, 2), "approve");
    expect(outcomesOf(again).map(({ outcome }) => outcome)).toEqual(["unchanged", "unchanged"]);
    const kept = await database()`
      select decision, decided_by, decided_at is not null as is_dated from content_pieces where id = ${ids[0] ?? ""}
    `;
    expect(kept[0]).toEqual({ decision: "approved", decided_by: operator.userId, is_dated: true });
    const lines =
      await database()`select decision, status_before from piece_decisions where owner_id = ${operator.userId} order by id`;
    expect(lines.map((line) => [line.decision, line.status_before])).toEqual([
      ["approved", "review"],
      ["approved", "ready"],
    ]);
  });

  it("a rejection keeps its reason, leaves the ready ones, and is taken back to what the checks said", async () => {
    const operator = await newOperator();
    const { ids, batchId } = await pieces(operator, ["review", "ready"]);
    await decide(operator, ids, "reject", "Wrong mood");
    const rejected = await operator.call(`/content/pieces/${ids[0]}`);
    expect(rejected.body).toMatchObject({
      status: "rejected",
      decision: "rejected",
      decisionReason: "Wrong mood",
    });
    const { body } = await operator.call(`/content/batches/${batchId}`);
    expect(body.counts).toMatchObject({ requested: 2, rejected: 2, ready: 0, review: 0 });
    const undone = await decide(operator, ids, "reopen");
    expect(outcomesOf(undone).map(({ status }) => status)).toEqual(["review", "ready"]);
    const after = await operator.call(`/content/pieces/${ids[0]}`);
    expect(after.body).toMatchObject({
      status: "review",
      decision: null,
      decisionReason: null,
      decidedAt: null,
    });
  });

  it("a piece without a hook is not approved, nor one whose picture is blocked whatever its status says", async () => {
    const operator = await newOperator();
    const { ids } = await pieces(operator, ["review", "review"]);
    await database()`update content_pieces set hook = null where id = ${ids[0] ?? ""}`;
    await database()`update content_pieces set image_status = 'block' where id = ${ids[1] ?? ""}`;
    const answer = await decide(operator, ids, "approve");
    expect(outcomesOf(answer).map(({ code }) => code)).toEqual(["hook_missing", "piece_unfinished"]);
  });

  it("takes a thousand at once", async () => {
    const operator = await newOperator();
    const { ids } = await pieces(operator, ["ready"]);
    const many = Array.from({ length: 999 }, () => createId("contentPiece"));
    const answer = await decide(operator, [...ids, ...many], "approve");
    expect(answer.status, answer.text).toBe(200);
    expect(outcomesOf(answer).filter(({ outcome }) => outcome === "done")).toHaveLength(1);
    expect(codeOf(await decide(operator, [...ids, ...many, createId("contentPiece")], "approve"))).toBe(
      "input_invalid",
    );
  });
});

describe("edits work", () => {
  it("a new text is judged again before the piece is anything, and voids the approval", async () => {
    const operator = await newOperator();
    const { ids, batchId } = await pieces(operator, ["ready"]);
    await decide(operator, ids, "approve");
    delivered().queue.length = 0;
    const body = { hook: "Up the hill", caption: "Long way", tags: ["Hills", "run"] };
    const answer = await operator.call(`/content/pieces/${ids[0]}`, { method: "PATCH", body });
    expect(answer.body).toMatchObject({
      status: "generating",
      hook: "Up the hill",
      caption: "Long way",
      tags: ["hills", "run"],
      decision: null,
    });
    expect(delivered().queue.some((text) => text.includes(ids[0] ?? "-"))).toBe(true);
    expect((await operator.call(`/content/batches/${batchId}`)).body.status).toBe("running");
  });

  it("tags alone change nothing else", async () => {
    const operator = await newOperator();
    const { ids } = await pieces(operator, ["ready", "ready"]);
    const added = await operator.call("/content/pieces/tags", { body: { pieceIds: ids, add: ["Sea"] } });
    expect(outcomesOf(added).map(({ outcome }) => outcome)).toEqual(["done", "done"]);
    const again = await operator.call("/content/pieces/tags", { body: { pieceIds: ids, add: ["sea"] } });
    expect(outcomesOf(again).map(({ outcome }) => outcome)).toEqual(["unchanged", "unchanged"]);
    expect((await operator.call("/content/pieces?tag=sea")).body.items).toHaveLength(2);
    expect((await operator.call("/content/tags")).body.items).toEqual([{ tag: "sea", count: 2 }]);
    await operator.call("/content/pieces/tags", { body: { pieceIds: ids.slice(0, 1), remove: ["sea"] } });
    expect((await operator.call("/content/pieces?tag=sea")).body.items).toHaveLength(1);
  });

  it("refuses what cannot be said, and a blocked piece", async () => {
    const operator = await newOperator();
    const { ids } = await pieces(operator, ["ready", "blocked"]);
    const before = await rowCounts();
    const patch = (id: string | undefined, body: object) =>
      operator.call(`/content/pieces/${id}`, { method: "PATCH", body });
    expect(codeOf(await patch(ids[0], { hook: "completely nude for you" }))).toBe("prompt_blocked");
    expect(codeOf(await patch(ids[1], { hook: "hello" }))).toBe("piece_blocked");
    expect(codeOf(await patch(ids[0], { hook: "" }))).toBe("input_invalid");
    expect(codeOf(await patch(ids[0], { status: "ready" }))).toBe("input_invalid");
    expect(await rowCounts()).toEqual(before);
  });
});

describe("another try works", () => {
  it("a piece is made anew once per key, from the same prompt with another seed", async () => {
    const operator = await newOperator();
    const { ids, generationIds } = await pieces(operator, ["ready"]);
    const seedOf = async () =>
      (
        await database()`select seed, status, input ->> 'prompt' as prompt from generations where id = ${generationIds[0] ?? ""}`
      )[0];
    const before = await seedOf();
    const send = { method: "POST", headers: { "idempotency-key": "again-1" } };
    const one = await operator.call(`/content/pieces/${ids[0]}/regenerate`, send);
    const after = await seedOf();
    const two = await operator.call(`/content/pieces/${ids[0]}/regenerate`, send);
    expect([one.status, two.status, two.headers.get("idempotent-replayed")]).toEqual([202, 202, "true"]);
    expect(one.body).toMatchObject({ status: "generating", hook: null, imageUrl: null });
    expect(after).toMatchObject({ status: "queued", prompt: before?.prompt });
    expect(after?.seed).not.toBe(before?.seed);
    expect(await seedOf()).toEqual(after);
  });

  it("a class of failures is told with what it cost, and retried without buying what is there", async () => {
    const operator = await newOperator();
    const { ids, batchId, generationIds } = await pieces(operator, ["failed", "failed", "failed", "ready"]);
    const sql = database();
    await sql`update content_pieces set failure_code = 'copy_unavailable', image_status = 'allow', copy_status = 'failed' where id = ${ids[2] ?? ""}`;
    await sql`update generations set status = 'succeeded' where id = ${generationIds[2] ?? ""}`;
    for (const [index, subject] of [ids[0], generationIds[0], generationIds[1]].entries()) {
      await sql`insert into cost_entries ${sql({
        id: createId("costEntry"),
        owner_id: operator.userId,
        subject_id: subject ?? "",
        kind: "image",
        provider: "replicate",
        model: "lora",
        unit: "millisecond",
        quantity: 1,
        price_version: "1",
        amount_nanos: 10 ** index,
        provider_ref: createId("request"),
      })}`;
    }
    const { body } = await operator.call(`/content/batches/${batchId}/failures`);
    expect(body.items).toEqual([
      expect.objectContaining({ code: "E1001", count: 2, pictures: 2, spentNanos: 111 }),
      expect.objectContaining({ code: "copy_unavailable", count: 1, pictures: 0, spentNanos: 0 }),
    ]);
    const retry = (failureCode?: string) =>
      operator.call(`/content/batches/${batchId}/retry`, { body: failureCode ? { failureCode } : {} });
    expect((await retry("E1001")).body).toMatchObject({ retried: 2, batch: { status: "running" } });
    expect((await retry("E1001")).body).toMatchObject({ retried: 0 });
    expect((await retry()).body).toMatchObject({
      retried: 1,
      batch: { counts: { failed: 0, ready: 1, generating: 3 } },
    });
    const states = await sql`select status from generations where batch_id = ${batchId} order by id`;
    expect(states.map(({ status }) => status)).toEqual(["queued", "queued", "succeeded", "succeeded"]);
    expect(codeOf(await operator.call(`/content/pieces/${ids[3]}/retry`, { method: "POST" }))).toBe(
      "piece_not_failed",
    );
  });

  it("a canceled batch still adds up, stops its pictures, and is canceled once", async () => {
    const operator = await newOperator();
    const { batchId } = await readyAvatar(operator);
    const sql = database();
    await sql`update content_pieces set status = 'ready', image_status = 'allow', copy_status = 'allow' where id = (select min(id) from content_pieces where batch_id = ${batchId})`;
    delivered().queue.length = 0;
    const cancel = () => operator.call(`/content/batches/${batchId}/cancel`, { method: "POST" });
    const [one, two] = [await cancel(), await cancel()];
    expect(one.body).toMatchObject({ status: "canceled", counts: { requested: 3, ready: 1, canceled: 2 } });
    expect(two.body).toEqual(one.body);
    expect(delivered().queue.filter((text) => text.includes(batchId))).toHaveLength(1);
    const left =
      await sql`select status, count(*)::int from generations where batch_id = ${batchId} group by status order by status`;
    expect(left.map(({ status, count }) => [status, count])).toEqual([
      ["canceled", 2],
      ["queued", 1],
    ]);
  });
});

describe("finding works", () => {
  it("narrows by words, format and day, counts each state, and pages in every order", async () => {
    const operator = await newOperator();
    const { ids, batchId } = await pieces(operator, ["ready", "ready", "review", "blocked"]);
    const sql = database();
    await sql`update content_pieces set hook = '100% sun_light' where id = ${ids[0] ?? ""}`;
    for (const [index, score] of [0.9, 0.4, null, 0.7].entries()) {
      await sql`update content_pieces set identity_score = ${score} where id = ${ids[index] ?? ""}`;
    }
    const found = async (query: string) =>
      (
        (await operator.call(`/content/pieces?batchId=${batchId}&${query}`)).body.items as { id: string }[]
      ).map(({ id }) => ids.indexOf(id));
    expect(await found(`q=${encodeURIComponent("100% SUN_")}`)).toEqual([0]);
    expect(await found(`q=${encodeURIComponent("hook_")}`)).toEqual([]);
    expect(await found("sort=oldest")).toEqual([0, 1, 2, 3]);
    expect(await found("sort=identity")).toEqual([1, 3, 0, 2]);
    const second = await operator.call(
      `/content/pieces?batchId=${batchId}&sort=identity&limit=2&cursor=${ids[3]}`,
    );
    expect((second.body.items as { id: string }[]).map(({ id }) => ids.indexOf(id))).toEqual([0, 2]);
    const today = new Date().toISOString().slice(0, 10);
    expect(await found(`from=${today}&to=${today}`)).toHaveLength(4);
    expect(await found("from=2999-01-01")).toEqual([]);
    const counts = await operator.call(`/content/pieces/counts?batchId=${batchId}&status=ready`);
    expect(counts.body).toMatchObject({ ready: 2, review: 1, blocked: 1, rejected: 0 });
  });

  it("writes CSV page by page in which no text is a formula", async () => {
    const operator = await newOperator();
    const { ids, batchId } = await pieces(operator, ["ready", "ready"]);
    await database()`update content_pieces set hook = ${'=HYPERLINK("http://evil.example","x")'} where id = ${ids[0] ?? ""}`;
    const all = await operator.call(`/content/pieces/csv?batchId=${batchId}&sort=oldest`);
    expect(all.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    const lines = all.text.trim().split("\r\n");
    expect(lines).toHaveLength(3);
    expect(lines[1]).toContain(`"'=HYPERLINK(""http://evil.example"",""x"")"`);
    expect(lines[1]).toContain("trainedAlgorithmicMedia");
    const chosen = await operator.call(`/content/pieces/csv?ids=${ids[1]}`);
    expect(chosen.text.trim().split("\r\n")).toHaveLength(2);
    const rest = await operator.call(`/content/pieces/csv?batchId=${batchId}&sort=oldest&cursor=${ids[0]}`);
    expect(rest.text.startsWith(ids[1] ?? "-")).toBe(true);
  });

  it("keeps a view under its name, per person", async () => {
    const [operator, stranger] = [await newOperator(), await newOperator()];
    const save = (query: object) => operator.call("/content/views", { body: { name: "To look at", query } });
    expect((await save({ status: "review" })).status).toBe(201);
    await save({ status: "review", sort: "identity" });
    const { body } = await operator.call("/content/views");
    expect(body.items).toEqual([
      expect.objectContaining({ name: "To look at", query: { status: "review", sort: "identity" } }),
    ]);
    expect((await stranger.call("/content/views")).body.items).toEqual([]);
    expect(codeOf(await save({ status: "nonsense" }))).toBe("input_invalid");
  });
});

describe("the library refuses the wrong person", () => {
  it("who can decide, tag and list nothing of another's", async () => {
    const [owner, stranger] = [await newOperator(), await newOperator()];
    const { ids } = await pieces(owner, ["review"]);
    const before = await rowCounts();
    expect(outcomesOf(await decide(stranger, ids, "approve"))[0]).toMatchObject({
      outcome: "refused",
      code: "not_found",
    });
    const tagged = await stranger.call("/content/pieces/tags", { body: { pieceIds: ids, add: ["mine"] } });
    expect(outcomesOf(tagged)[0]).toMatchObject({ outcome: "refused", code: "not_found" });
    expect((await stranger.call(`/content/pieces/csv?ids=${ids[0]}`)).text.trim().split("\r\n")).toHaveLength(
      1,
    );
    expect((await stranger.call("/content/pieces/counts")).body).toMatchObject({ review: 0 });
    expect(await rowCounts()).toEqual(before);
  });
});
