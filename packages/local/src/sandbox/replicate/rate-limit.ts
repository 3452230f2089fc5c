import type { ScaledClock } from "../frame/scaled-clock.ts";

/** A full minute's worth may come at once; then it refills evenly, faster on a faster clock. */
export function createRateLimit(clock: ScaledClock, perMinute: () => number) {
  let tokens = perMinute();
  let at = Date.now();
  return {
    /** 0 when the request may pass, otherwise the whole seconds until it could. */
    take(): number {
      const perMs = perMinute() / clock.scale(60_000);
      tokens = Math.min(perMinute(), tokens + (Date.now() - at) * perMs);
      at = Date.now();
      if (tokens < 1) return Math.max(1, Math.ceil((1 - tokens) / perMs / 1000));
      tokens -= 1;
      return 0;
    },
  };
}
