import { createId } from "@vixen/core/kit/id.ts";
import { describe, expect, it } from "vitest";
import { type Answer, database, delivered, useApi } from "./support/harness.ts";
import { newOperator } from "./support/operator.ts";
import { decide, outcomesOf, pieces } from "./support/pieces.ts";
import { readyAvatar, rowCounts } from "./support/world.ts";

useApi();

const codeOf = (answer: Answer) => (answer.body.error as { code: string } | undefined)?.code;

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
    // What another try buys is the half that failed.
    const estimate = await operator.call("/costs/estimates/batch?count=1");
    const lines = estimate.body.lines as { kind: string; amountNanos: number }[];
    const priceOf = (isCopy: boolean) =>
      lines
        .filter(({ kind }) => (kind === "text") === isCopy)
        .reduce((sum, line) => sum + line.amountNanos, 0);
    expect((body.items as { retryNanos: number }[]).map(({ retryNanos }) => retryNanos)).toEqual([
      2 * priceOf(false),
      priceOf(true),
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
    // Where a band begins belongs to it; a piece nobody compared is in none.
    for (const [likeness, scores] of Object.entries({
      strong: [0.8],
      moderate: [0.55, 0.7999],
      weak: [0.5499],
    }))
      for (const score of scores) {
        await sql`update content_pieces set identity_score = ${score} where id = ${ids[0] ?? ""}`;
        const bands = await Promise.all(
          ["strong", "moderate", "weak"].map((band) => found(`likeness=${band}`)),
        );
        expect(bands.map((band) => band.includes(0))).toEqual(
          ["strong", "moderate", "weak"].map((band) => band === likeness),
        );
        expect(bands.flat()).not.toContain(2);
      }
    await sql`update content_pieces set identity_score = 0.9, tier = 'public' where id = ${ids[0] ?? ""}`;
    expect(await found("likeness=strong&tier=public")).toEqual([0]);
    for (const query of ["likeness=0.8", "likeness=Strong", "tier=everybody"]) {
      expect(codeOf(await operator.call(`/content/pieces?${query}`))).toBe("input_invalid");
      expect(codeOf(await operator.call(`/content/pieces/counts?${query}`))).toBe("input_invalid");
    }
    expect(await found("sort=identity")).toEqual([1, 3, 0, 2]);
    const today = new Date().toISOString().slice(0, 10);
    expect(await found(`from=${today}&to=${today}`)).toHaveLength(4);
    expect(await found("from=2999-01-01")).toEqual([]);
    const counts = await operator.call(`/content/pieces/counts?batchId=${batchId}&status=ready`);
    expect(counts.body).toMatchObject({ ready: 2, review: 1, blocked: 1, rejected: 0 });
  });

  it("pages by likeness as the page before ended, whatever is measured or removed meanwhile", async () => {
    const operator = await newOperator();
    const { ids, batchId } = await pieces(operator, ["ready", "ready", "ready", "ready", "ready"]);
    const sql = database();
    const score = (place: number, likeness: number | null) =>
      sql`update content_pieces set identity_score = ${likeness} where id = ${ids[place] ?? ""}`;
    for (const [place, likeness] of [0.1, 0.4, 0.4, 0.7, null].entries()) await score(place, likeness);
    const read = async (cursor: unknown, path = "") => {
      const query = `batchId=${batchId}&sort=identity${cursor ? `&cursor=${cursor}` : ""}`;
      const { body } = await operator.call(`/content/pieces${path}?limit=2&${query}`);
      return { places: (body.items as { id: string }[]).map(({ id }) => ids.indexOf(id)), next: body.next };
    };
    const first = await read(undefined);
    expect(first.places).toEqual([0, 1]);
    const second = await read(first.next);
    expect(second.places).toEqual([2, 3]);
    await score(1, 0.9);
    expect(await read(first.next)).toEqual(second);
    await score(3, null);
    expect((await read(second.next)).places).toEqual([1, 3]);
    await score(3, 0.05);
    await sql`update content_pieces set batch_id = ${(await pieces(operator, ["ready"])).batchId} where id = ${ids[1] ?? ""}`;
    expect((await read(first.next)).places).toEqual([2, 4]);
    expect((await read(second.next)).places).toEqual([4]);
    expect(await read(`2~${ids[3]}`)).toEqual({ places: [4], next: null });
  });

  it("refuses a cursor of another order, an old one and an invented one", async () => {
    const operator = await newOperator();
    const { ids, batchId } = await pieces(operator, ["ready"]);
    const [id] = ids;
    const wrong = [
      ...["", id, `~${id}`, `x~${id}`, `-1~${id}`, `3~${id}`, `1e99~${id}`, `0.5~avt_1`, `0.5~`, `NaN~${id}`],
    ].map((cursor) => `sort=identity&cursor=${cursor}`);
    for (const path of ["/content/pieces", "/content/pieces/csv"]) {
      for (const query of [...wrong, `sort=newest&cursor=0.5~${id}`, `sort=oldest&cursor=0.5~${id}`]) {
        const answer = await operator.call(`${path}?batchId=${batchId}&${query}`);
        expect([query, answer.status, codeOf(answer)]).toEqual([query, 400, "input_invalid"]);
        expect(answer.body.error).toMatchObject({
          fields: { cursor: expect.stringContaining("in the same order") },
        });
      }
      for (const cursor of [`0~${id}`, `1e-7~${id}`, `1e-99~${id}`, `0.${"3".repeat(40)}~${id}`]) {
        expect((await operator.call(`${path}?sort=identity&cursor=${cursor}`)).status).toBe(200);
      }
    }
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
