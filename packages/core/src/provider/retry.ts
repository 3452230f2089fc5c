import { backoff, type Duration, scaled, sleep } from "../kit/clock.ts";
import { ProviderError } from "../kit/error.ts";
import { timeLeftMs } from "../kit/time-left.ts";

// At a third of calls failing, eight tries leave less than one call in five thousand unanswered.
export const attemptsPerCall = 8;

// What a function needs after a wait: one more answer, and to write down how it was.
const reserveMs = 5_000;

/**
 * Repeats a call while it fails retryably. With `isPurchase` it stops as soon as an outcome is unknown: what
 * may have been bought is searched for first. It also stops where the provider asks for a longer wait than
 * `longestWait`, or the function would be stopped meanwhile: a row or a message waits better than a function.
 */
export async function withRetry<T>(
  call: (attempt: number) => Promise<T>,
  options: {
    attempts?: number;
    base?: Duration;
    cap?: Duration;
    isPurchase?: boolean;
    longestWait?: Duration;
  } = {},
): Promise<T> {
  const { attempts = attemptsPerCall, base = { milliseconds: 400 }, cap = { seconds: 8 } } = options;
  const longestMs = scaled(options.longestWait ?? { minutes: 1 });
  for (let attempt = 0; ; attempt++) {
    try {
      return await call(attempt);
    } catch (error) {
      const isLast = attempt + 1 >= attempts;
      if (isLast || !(error instanceof ProviderError) || !error.retryable) throw error;
      if (options.isPurchase && error.outcomeUnknown) throw error;
      const askedMs = error.retryAfterMs === undefined ? 0 : scaled({ milliseconds: error.retryAfterMs });
      const waitMs = Math.max(askedMs, backoff(attempt, { base, cap }));
      if (askedMs > longestMs || waitMs + reserveMs > timeLeftMs()) throw error;
      await sleep(waitMs);
    }
  }
}

/** Time one request may take. Scaled with everything else, but never below what a busy machine needs. */
export function requestTimeoutMs(duration: Duration): number {
  return Math.max(8_000, scaled(duration));
}

/**
 * The same for the request that begins now: it ends while there is time to write down how it was, and to say so. A
 * function that is stopped in a call can do neither.
 */
export function timeoutNowMs(duration: Duration): number {
  return Math.max(1_000, Math.min(requestTimeoutMs(duration), timeLeftMs() - reserveMs));
}
