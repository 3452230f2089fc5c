import { describe, expect, it } from "vitest";
import { type Answer, useApi } from "./support/harness.ts";
import { newOperator } from "./support/operator.ts";
import { avatarWithFaces, readyAvatar } from "./support/world.ts";

useApi();

const codeOf = (answer: Answer) => (answer.body.error as { code: string } | undefined)?.code;

describe("costs work", () => {
  it("sum up by kind, avatar and batch, in nano-dollars and cents", async () => {
    const operator = await newOperator();
    const [one, two] = [await readyAvatar(operator), await readyAvatar(operator)];
    expect((await operator.call("/costs/totals")).body).toEqual({
      amountNanos: 30_000_000,
      amountCents: 3,
      currency: "usd",
      entries: 2,
      byKind: { image: 30_000_000 },
    });
    const queries = [`avatarId=${one.avatarId}`, `batchId=${two.batchId}`, "kind=text"];
    const answers = await Promise.all(queries.map((query) => operator.call(`/costs/totals?${query}`)));
    expect(answers.map((answer) => answer.body.amountNanos)).toEqual([15_000_000, 15_000_000, 0]);
  });

  it("lists the ledger without where anything is stored", async () => {
    const operator = await newOperator();
    await readyAvatar(operator);
    const { body, text } = await operator.call("/costs/entries");
    expect(body.items).toEqual([
      expect.objectContaining({ kind: "image", quantity: 2, amountNanos: 15_000_000 }),
    ]);
    expect(text).not.toContain("providerRef");
  });

  it("sums up by day, model and avatar, and opens each number to its rows", async () => {
    const operator = await newOperator();
    const { avatarId } = await readyAvatar(operator);
    const { body } = await operator.call("/costs/summary");
    expect(body).toMatchObject({
      amountNanos: 15_000_000,
      zone: "UTC",
      byKind: [{ kind: "image", amountNanos: 15_000_000, entries: 1 }],
      byModel: [{ kind: "image", model: "lora", amountNanos: 15_000_000, entries: 1 }],
      byAvatar: [{ avatarId, avatarName: "Alba", amountNanos: 15_000_000, entries: 1 }],
      unansweredCalls: 0,
    });
    const [{ day } = { day: "" }] = body.byDay as { day: string }[];
    const rows = await operator.call(`/costs/entries?from=${day}&to=${day}&model=lora&kind=image`);
    expect(rows.body.items).toEqual([
      expect.objectContaining({ avatarName: "Alba", amountNanos: 15_000_000 }),
    ]);
    const today = await operator.call("/costs/summary?range=7d");
    expect(today.body).toMatchObject({ to: day, amountNanos: 15_000_000 });
    expect((await operator.call("/costs/totals?avatarId=none")).body.entries).toBe(0);
    const none = await operator.call("/costs/entries?to=2020-01-01");
    expect(none.body).toEqual({ items: [], next: null });
    expect((await operator.call("/costs/unanswered")).body).toEqual({ items: [], next: null });
  });

  it("keeps the setup's estimate from the first face on, beside what a batch was said to cost", async () => {
    const operator = await newOperator();
    const { avatarId, batchId } = await readyAvatar(operator);
    await operator.call(`/avatars/${(await avatarWithFaces(operator)).avatarId}`);
    const { items } = (await operator.call("/costs/comparisons")).body as {
      items: { id: string; type: string; estimateNanos: number | null; actualNanos: number }[];
    };
    const promised = Number(
      (await operator.call("/costs/estimates/setup?candidateCount=2")).body.amountNanos,
    );
    expect(items.map(({ type, estimateNanos }) => [type, estimateNanos])).toEqual([
      ["setup", promised],
      ["batch", Number((await operator.call("/costs/estimates/batch?count=3")).body.amountNanos)],
      ["setup", null],
    ]);
    expect(items.map(({ id, actualNanos }) => [id, actualNanos]).slice(1)).toEqual([
      [batchId, 15_000_000],
      [avatarId, 0],
    ]);
  });

  it("exports the same rows as CSV, page by page, where no name is a formula", async () => {
    const operator = await newOperator();
    const { avatarId } = await readyAvatar(operator);
    await readyAvatar(operator);
    await operator.call(`/avatars/${avatarId}`, { method: "PATCH", body: { name: '=cmd|"x", y' } });
    const first = await operator.call("/costs/entries.csv?limit=1");
    expect(first.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    const cursor = first.headers.get("x-next-cursor");
    const second = await operator.call(`/costs/entries.csv?limit=1&cursor=${cursor}`);
    expect(second.headers.get("x-next-cursor")).toBeNull();
    const lines = (first.text + second.text).trimEnd().split("\r\n");
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/^id,created_at,avatar_id,avatar,.*,amount_nanos,amount_usd,currency$/);
    expect(lines[1]).toContain(",15000000,0.015000000,usd");
    expect(lines[2]).toContain(`"'=cmd|""x"", y"`);
    expect((await operator.call("/costs/entries.csv")).text).toBe(first.text + second.text);
  });

  it("estimates grow with what is asked for", async () => {
    const operator = await newOperator();
    const nanos = async (path: string) =>
      Number((await operator.call(`/costs/estimates/${path}`)).body.amountNanos);
    expect(await nanos("batch?count=200")).toBeGreaterThan(await nanos("batch?count=1"));
    expect(await nanos("setup?preset=best")).toBeGreaterThan(await nanos("setup?preset=fast"));
    const { avatarId } = await readyAvatar(operator);
    const own = await operator.call(`/avatars/${avatarId}/estimate`);
    expect(own.body.amountNanos).toBe(await nanos("setup"));
    const of = async (what: string) => operator.call(`/avatars/${avatarId}/estimate?of=${what}`);
    const face = Number((await of("face")).body.amountNanos);
    expect(face).toBeGreaterThan(0);
    expect(face * 4).toBeLessThan(await nanos("setup?candidateCount=4"));
    expect(codeOf(await of("gold"))).toBe("input_invalid");
  });
});

describe("costs refuse bad input", () => {
  it.each([
    "totals?avatarId=1",
    "totals?kind=gold",
    "entries?limit=0",
    "entries?cursor=avt_1",
    "entries.csv?limit=10001",
    "summary?from=yesterday",
    "summary?from=2026-11-02&to=2026-11-01",
    "entries.csv?from=2026-11-02&to=2026-11-01",
    "summary?range=2d",
    "summary?zone=Mars/Olympus",
    "comparisons?cursor=cst_1",
    "unanswered?model=",
    "estimates/batch?count=0",
    "estimates/setup?preset=x",
  ])("%s", async (path) => {
    const operator = await newOperator();
    expect(codeOf(await operator.call(`/costs/${path}`))).toBe("input_invalid");
  });
});
