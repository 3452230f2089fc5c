import "./support/quiet.ts";
import { describe, expect, it } from "vitest";
import { countHere } from "../src/api/local-counter.ts";
import { limits } from "../src/api/rate-limit.ts";
import { call, useApi } from "./support/harness.ts";
import { newOperator } from "./support/operator.ts";
import { persona, rowCounts } from "./support/world.ts";

useApi();

const remaining = (headers: Headers) => Number(headers.get("ratelimit-remaining"));

/** Fixed windows begin on the minute; a test that counts must not sit on the border of two. */
async function awayFromTheMinute(): Promise<void> {
  const left = 60_000 - (Date.now() % 60_000);
  if (left < 15_000) await new Promise((done) => setTimeout(done, left + 10));
}

describe("rate limits", () => {
  it("count a user's writes together and tell how many are left", async () => {
    await awayFromTheMinute();
    const operator = await newOperator();
    const answers = await Promise.all([1, 2, 3].map(() => operator.call("/avatars", { body: persona })));
    expect(answers.map(({ headers }) => remaining(headers)).sort()).toEqual(
      [limits.write - 3, limits.write - 2, limits.write - 1].sort(),
    );
    expect(Number(answers[0]?.headers.get("ratelimit-reset"))).toBeLessThanOrEqual(60);
  }, 60_000);

  it("refuse the first write over the number, and nothing happens", async () => {
    await awayFromTheMinute();
    const operator = await newOperator();
    const { count } = await import("@vixen/core/provider/limit.ts");
    await count(`api.user.${operator.userId}`, { windowMs: 60_000, cost: limits.write });
    const before = await rowCounts();
    const { status, body, headers } = await operator.call("/avatars", { body: persona });
    expect(status).toBe(429);
    expect(body.error).toMatchObject({ code: "rate_limited" });
    expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
    expect(remaining(headers)).toBe(0);
    expect(await rowCounts()).toEqual(before);
    expect((await operator.call("/avatars")).status).toBe(200);
  }, 60_000);

  it("count calls without a token by address", async () => {
    await awayFromTheMinute();
    const refresh = () =>
      call("/api/v1/auth/refresh", { body: { refreshToken: "x".repeat(43) } }, "192.0.2.9");
    const answers = await Promise.all(Array.from({ length: limits.address + 1 }, refresh));
    expect(answers.filter((answer) => answer.status === 429)).toHaveLength(1);
    expect((await call("/api/v1/auth/refresh", { body: { refreshToken: "x".repeat(43) } })).status).toBe(401);
  }, 60_000);

  it("open when the counter is out of reach", async () => {
    const operator = await newOperator();
    const table = process.env.LIMITS_TABLE_NAME;
    process.env.LIMITS_TABLE_NAME = "gone";
    const answer = await operator.call("/avatars", { body: persona });
    process.env.LIMITS_TABLE_NAME = table;
    expect(answer.status).toBe(201);
    expect(answer.headers.get("ratelimit-limit")).toBeNull();
  });

  it("count reads in the process, anew in each window", () => {
    expect(countHere("reader", 1_000, 5_000)).toEqual({ used: 1, resetsInMs: 1_000 });
    expect(countHere("reader", 1_000, 5_400)).toEqual({ used: 2, resetsInMs: 600 });
    expect(countHere("reader", 1_000, 6_000)).toEqual({ used: 1, resetsInMs: 1_000 });
  });
});
