import "./support/quiet.ts";
import { replicateCreation, take } from "@vixen/core/provider/limit.ts";
import { describe, expect, it } from "vitest";
import { useApi } from "./support/harness.ts";

useApi();

/** How many of so many askers, ten at a time, got a place, and how long it took all of them to hear. */
async function ask(askers: number, place: () => Promise<number>) {
  const began = Date.now();
  const waits: number[] = [];
  while (waits.length < askers) waits.push(...(await Promise.all(Array.from({ length: 10 }, place))));
  return { given: waits.filter((wait) => wait === 0).length, waits, elapsedMs: Date.now() - began };
}

describe("a bucket that all workers share", () => {
  it("gives what it holds at once, then only what flows in, however many ask", async () => {
    const bucket = { size: 20, perMinute: 60 };
    const place = () => take("bucket.burst", bucket);
    const first = await ask(50, place);
    expect(first.given).toBeGreaterThanOrEqual(20);
    expect(first.given).toBeLessThanOrEqual(21 + first.elapsedMs / 1_000);
    // A place flows in each second; workers' clocks are read some milliseconds apart.
    for (const wait of first.waits) expect(wait).toBeLessThanOrEqual(1_000 + first.elapsedMs);
    const second = await ask(50, place);
    expect(first.given + second.given).toBeLessThanOrEqual(21 + (first.elapsedMs + second.elapsedMs) / 1_000);
  }, 60_000);

  it("has a place for who waited as long as it said, and is full again after a pause, not fuller", async () => {
    const bucket = { size: 3, perMinute: 1_200 };
    const place = () => take("bucket.pause", bucket);
    let wait = 0;
    while (wait === 0) wait = await place();
    await new Promise((done) => setTimeout(done, wait));
    expect(await place()).toBe(0);
    await new Promise((done) => setTimeout(done, 500));
    const { given, elapsedMs } = await ask(30, place);
    expect(given).toBeGreaterThanOrEqual(3);
    expect(given).toBeLessThanOrEqual(4 + elapsedMs / 50);
  }, 60_000);

  it("lets the largest batch order at once, and in no minute more than Replicate takes", async () => {
    const { given, elapsedMs } = await ask(260, replicateCreation);
    expect(given).toBeGreaterThanOrEqual(200);
    // What is there and what flows in within a minute are 600 together.
    expect(given).toBeLessThanOrEqual(201 + (elapsedMs * 400) / 60_000);
  }, 120_000);
});
