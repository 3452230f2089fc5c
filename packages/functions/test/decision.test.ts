import { createId } from "@vixen/core/kit/id.ts";
import { describe, expect, it } from "vitest";
import { type Answer, database, delivered, useApi } from "./support/harness.ts";
import { newOperator } from "./support/operator.ts";
import { decide, outcomesOf, pieces } from "./support/pieces.ts";
import { rowCounts } from "./support/world.ts";

useApi();

const codeOf = (answer: Answer) => (answer.body.error as { code: string } | undefined)?.code;

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
    expect(rejected.body.decisions).toEqual([
      { decision: "rejected", reason: "Wrong mood", decidedBy: "Test", createdAt: expect.any(String) },
    ]);
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

  it("a tag for a piece that is deleted this moment is refused, and the others get theirs", async () => {
    const operator = await newOperator();
    const [gone, left] = [await pieces(operator, ["ready"]), await pieces(operator, ["ready"])];
    const pieceIds = [...gone.ids, ...left.ids];
    let tagging: Promise<Answer> | undefined;
    await database().begin(async (sql) => {
      await sql`delete from avatars where id = ${gone.avatarId}`;
      tagging = operator.call("/content/pieces/tags", { body: { pieceIds, add: ["sea"] } });
      await expect
        .poll(
          () => database()`select pid from pg_stat_activity where wait_event_type = 'Lock'
          and datname = current_database()`,
          { timeout: 10_000 },
        )
        .toHaveLength(1);
    });
    const answer = await tagging;
    expect(answer?.status, answer?.text).toBe(200);
    expect(answer && outcomesOf(answer).map(({ outcome, code }) => [outcome, code])).toEqual([
      ["refused", "not_found"],
      ["done", null],
    ]);
  });

  it("tags that two people give and take in another order at the same moment are all there", async () => {
    const operator = await newOperator();
    const { ids } = await pieces(operator, ["ready", "ready", "ready", "ready"]);
    const tags = Array.from({ length: 20 }, (_, index) => `tag ${index}`);
    const give = (pieceIds: string[], add: string[]) =>
      operator.call("/content/pieces/tags", { body: { pieceIds, add } });
    for (let round = 0; round < 5; round++) {
      const answers = await Promise.all([
        give(ids, tags),
        give(ids.toReversed(), tags.toReversed()),
        give(ids, tags.toReversed()),
      ]);
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
      await operator.call("/content/pieces/tags", { body: { pieceIds: ids, remove: tags } });
    }
  }, 60_000);

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
