import "./support/quiet.ts";
import { sha256 } from "@vixen/core/kit/hash.ts";
import { count } from "@vixen/core/provider/limit.ts";
import { describe, expect, it } from "vitest";
import { countHere } from "../src/api/local-counter.ts";
import { limits } from "../src/api/rate-limit.ts";
import { call, useApi } from "./support/harness.ts";
import { newOperator } from "./support/operator.ts";
import { awayFromTheBorder } from "./support/window.ts";
import { persona, rowCounts } from "./support/world.ts";

useApi();

const remaining = (headers: Headers) => Number(headers.get("ratelimit-remaining"));

describe("rate limits", () => {
  it("count a user's writes together and tell how many are left", async () => {
    await awayFromTheBorder(60_000);
    const operator = await newOperator();
    // The first count opens the connection, for which the limiter has no patience on a busy machine.
    await count("warm", { windowMs: 60_000 });
    const answers = [];
    for (let call = 0; call < 3; call++) answers.push(await operator.call("/avatars", { body: persona }));
    expect(answers.map(({ headers }) => remaining(headers))).toEqual([
      limits.write - 1,
      limits.write - 2,
      limits.write - 3,
    ]);
    expect(Number(answers[0]?.headers.get("ratelimit-reset"))).toBeLessThanOrEqual(60);
  }, 60_000);

  it("refuse the first write over the number, and nothing happens", async () => {
    await awayFromTheBorder(60_000);
    const operator = await newOperator();
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
    await awayFromTheBorder(60_000);
    const refresh = (address: string) =>
      call("/api/v1/auth/refresh", { body: { refreshToken: "x".repeat(43) } }, address);
    await count(`api.address.${sha256("192.0.2.9")}`, { windowMs: 60_000, cost: limits.address - 1 });
    const statuses = [];
    for (const address of ["192.0.2.9", "192.0.2.9", "192.0.2.10"]) {
      statuses.push((await refresh(address)).status);
    }
    expect(statuses).toEqual([401, 429, 401]);
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
