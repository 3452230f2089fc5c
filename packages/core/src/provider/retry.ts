import { backoff, type Duration, scaled, sleep } from "../kit/clock.ts";
import { ProviderError } from "../kit/error.ts";

// At a third of calls failing, eight tries leave less than one call in five thousand unanswered.
export const attemptsPerCall = 8;

/**
 * Repeats a call while it fails retryably. With `isPurchase` it stops as soon as an outcome is unknown: what
 * may have been bought is searched for first.
 */
export async function withRetry<T>(
  call: (attempt: number) => Promise<T>,
  options: { attempts?: number; base?: Duration; cap?: Duration; isPurchase?: boolean } = {},
): Promise<T> {
  const { attempts = attemptsPerCall, base = { milliseconds: 400 }, cap = { seconds: 8 } } = options;
  for (let attempt = 0; ; attempt++) {
    try {
      return await call(attempt);
    } catch (error) {
      const isLast = attempt + 1 >= attempts;
      if (isLast || !(error instanceof ProviderError) || !error.retryable) throw error;
      if (options.isPurchase && error.outcomeUnknown) throw error;
      const asked =
        error.retryAfterMs === undefined ? 0 : Math.min(scaled({ milliseconds: error.retryAfterMs }), 60_000);
      await sleep(Math.max(asked, backoff(attempt, { base, cap })));
    }
  }
}

/** Time one request may take. Scaled with everything else, but never below what a busy machine needs. */
export function requestTimeoutMs(duration: Duration): number {
  return Math.max(8_000, scaled(duration));
}
