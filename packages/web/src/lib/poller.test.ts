import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createPoller } from "./poller.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A poller on a page, and how often it asked in the minute that follows. */
function page(state: { isRunning?: boolean; isHidden?: boolean; isDown?: boolean }) {
  const asked: number[] = [];
  const poller = createPoller({
    ask: async () => {
      asked.push(Date.now());
      if (state.isDown) throw new TypeError("Failed to fetch");
      return { isRunning: state.isRunning ?? false };
    },
    isHidden: () => state.isHidden ?? false,
    onFailure: () => "retry",
  });
  return {
    poller,
    asked,
    async perMinute(): Promise<number> {
      const before = asked.length;
      await vi.advanceTimersByTimeAsync(60_000);
      return asked.length - before;
    },
  };
}

describe("requests a minute", () => {
  it("are four on an idle page", async () => {
    const { poller, perMinute } = page({});
    poller.start();
    await vi.advanceTimersByTimeAsync(0);
    expect(await perMinute()).toBe(4);
  });

  it("are sixty while something runs, and four again some seconds after its end", async () => {
    const state = { isRunning: true };
    const { poller, perMinute } = page(state);
    poller.start();
    await vi.advanceTimersByTimeAsync(0);
    expect(await perMinute()).toBe(60);
    state.isRunning = false;
    await vi.advanceTimersByTimeAsync(30_000);
    expect(await perMinute()).toBe(4);
  });

  it("are none on a hidden page, which asks at once when it is shown again", async () => {
    const state = { isRunning: true, isHidden: false };
    const { poller, asked, perMinute } = page(state);
    poller.start();
    await vi.advanceTimersByTimeAsync(5_000);
    state.isHidden = true;
    expect(await perMinute()).toBe(0);
    poller.look();
    expect(await perMinute()).toBe(0);
    state.isHidden = false;
    const before = asked.length;
    poller.look();
    expect(asked.length).toBe(before + 1);
    expect(await perMinute()).toBe(60);
  });

  it("grow fewer while nobody answers, and are as before with the first answer", async () => {
    const state = { isDown: true };
    const { poller, asked, perMinute } = page(state);
    poller.start();
    await vi.advanceTimersByTimeAsync(600_000);
    const gaps = asked.slice(1).map((at, index) => at - (asked[index] ?? 0));
    expect(gaps.slice(0, 5)).toEqual([2_000, 4_000, 8_000, 16_000, 30_000]);
    expect(await perMinute()).toBe(2);
    state.isDown = false;
    poller.look();
    await vi.advanceTimersByTimeAsync(0);
    expect(await perMinute()).toBe(4);
  });
});

it("asks one question at a time, and once more for what was wanted meanwhile", async () => {
  let answer = Promise.withResolvers<{ isRunning: boolean }>();
  const ask = vi.fn(() => answer.promise);
  const poller = createPoller({ ask, isHidden: () => false, onFailure: () => "retry" });
  poller.start();
  for (let look = 0; look < 5; look++) poller.look();
  expect(ask).toHaveBeenCalledTimes(1);
  const first = answer;
  answer = Promise.withResolvers();
  first.resolve({ isRunning: false });
  await vi.advanceTimersByTimeAsync(0);
  expect(ask).toHaveBeenCalledTimes(2);
});

it("waits to be told when it may not go on by itself, and goes on from there", async () => {
  const state = { isSignedOut: true };
  const ask = vi.fn(async () => {
    if (state.isSignedOut) throw new Error("401");
    return { isRunning: false };
  });
  const poller = createPoller({ ask, isHidden: () => false, onFailure: () => "wait" });
  poller.start();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(ask).toHaveBeenCalledTimes(1);
  state.isSignedOut = false;
  poller.look();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(ask).toHaveBeenCalledTimes(6);
});

it("does not tell of an old failure when it was told to look meanwhile: it asks again", async () => {
  const answers = [Promise.withResolvers<{ isRunning: boolean }>(), Promise.withResolvers()] as const;
  const ask = vi.fn(async () => {
    await answers[ask.mock.calls.length - 1]?.promise;
    return { isRunning: false };
  });
  const onFailure = vi.fn(() => "wait" as const);
  const poller = createPoller({ ask, isHidden: () => false, onFailure });
  poller.start();
  // Somebody signs in while the answer "401" is on its way.
  poller.look();
  answers[0].reject(new Error("401"));
  await vi.advanceTimersByTimeAsync(0);
  expect(ask).toHaveBeenCalledTimes(2);
  expect(onFailure).not.toHaveBeenCalled();
  answers[1].reject(new Error("401"));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(onFailure).toHaveBeenCalledTimes(1);
  expect(ask).toHaveBeenCalledTimes(2);
});
