import { describe, expect, it } from "vitest";
import { type Answer, useApi } from "./support/harness.ts";
import { newOperator } from "./support/operator.ts";
import { readyAvatar } from "./support/world.ts";

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

  it("estimates grow with what is asked for", async () => {
    const operator = await newOperator();
    const nanos = async (path: string) =>
      Number((await operator.call(`/costs/estimates/${path}`)).body.amountNanos);
    expect(await nanos("batch?count=200")).toBeGreaterThan(await nanos("batch?count=1"));
    expect(await nanos("setup?preset=best")).toBeGreaterThan(await nanos("setup?preset=fast"));
    const { avatarId } = await readyAvatar(operator);
    const own = await operator.call(`/avatars/${avatarId}/estimate`);
    expect(own.body.amountNanos).toBe(await nanos("setup"));
  });
});

describe("costs refuse bad input", () => {
  it.each([
    "totals?avatarId=1",
    "totals?kind=gold",
    "entries?limit=0",
    "estimates/batch?count=0",
    "estimates/setup?preset=x",
  ])("%s", async (path) => {
    const operator = await newOperator();
    expect(codeOf(await operator.call(`/costs/${path}`))).toBe("input_invalid");
  });
});
