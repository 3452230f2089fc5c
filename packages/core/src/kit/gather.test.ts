import { describe, expect, test } from "vitest";
import { gather } from "./gather.ts";

describe("gathered work", () => {
  test("of one moment is done in one round, and each caller gets its own result", async () => {
    const rounds: number[][] = [];
    const double = gather(async (items: number[]) => {
      rounds.push(items);
      return items.map((item) => item * 2);
    });
    expect(await Promise.all([double("a", 1), double("a", 2), double("a", 3)])).toEqual([2, 4, 6]);
    expect(rounds).toEqual([[1, 2, 3]]);
  });

  test("that comes during a round goes into the next one", async () => {
    const rounds: number[][] = [];
    let late: Promise<number>[] = [];
    const add = gather(async (items: number[]) => {
      rounds.push(items);
      if (rounds.length === 1) late = [add("a", 2), add("a", 3)];
      return items;
    });
    await add("a", 1);
    await Promise.all(late);
    expect(rounds).toEqual([[1], [2, 3]]);
  });

  test("of different keys never shares a round", async () => {
    const rounds: string[][] = [];
    const note = gather(async (items: string[]) => {
      rounds.push(items);
      return items;
    });
    await Promise.all([note("one", "a"), note("two", "b"), note("one", "c")]);
    expect(rounds).toEqual([["a", "c"], ["b"]]);
  });

  test("fails only the caller whose item is bad", async () => {
    const check = gather(async (items: number[]) => {
      if (items.includes(13)) throw new Error("thirteen");
      return items;
    });
    const outcomes = await Promise.allSettled([check("a", 1), check("a", 13), check("a", 2)]);
    expect(outcomes.map((outcome) => outcome.status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(await check("a", 3)).toBe(3);
  });
});
