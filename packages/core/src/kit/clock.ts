const second = 1_000;

export type Duration = { minutes?: number; seconds?: number; milliseconds?: number };

/**
 * How much faster than life waits pass: 1 in every deployed stage, more on a laptop and in tests. It shortens
 * leases, deadlines, back-off and the windows in which tries are counted, together with the simulated providers;
 * never how long a login is good for.
 */
export function timeScale(): number {
  const scale = Number(process.env.TIME_SCALE ?? 1);
  return Number.isFinite(scale) && scale > 0 ? scale : 1;
}

/** Milliseconds of a duration, divided by the time scale. */
export function scaled(duration: Duration): number {
  const whole =
    (duration.minutes ?? 0) * 60 * second + (duration.seconds ?? 0) * second + (duration.milliseconds ?? 0);
  return Math.max(1, Math.round(whole / timeScale()));
}

/** The moment a scaled duration from now; what a waiting row keeps as its deadline. */
export function deadline(duration: Duration): Date {
  return new Date(Date.now() + scaled(duration));
}

/** Exponential back-off with full jitter: up to `base × 2^attempt`, at most `cap`, in scaled milliseconds. */
export function backoff(attempt: number, options: { base: Duration; cap: Duration }): number {
  const ceiling = Math.min(scaled(options.base) * 2 ** attempt, scaled(options.cap));
  return Math.round(Math.random() * ceiling);
}

export function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
