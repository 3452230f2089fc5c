/** Wall time stays real; only durations shrink. `timeScale` 20 makes a nominal minute last three seconds. */
export type ScaledClock = {
  timeScale: number;
  now(): Date;
  /** Real milliseconds of a nominal duration. */
  scale(nominalMs: number): number;
  delay(nominalMs: number): Promise<void>;
};

export function createScaledClock(timeScale: number): ScaledClock {
  if (!(timeScale > 0)) throw new Error(`the time scale must be above 0, got ${timeScale}`);
  const scale = (nominalMs: number) => nominalMs / timeScale;
  return {
    timeScale,
    now: () => new Date(),
    scale,
    delay: (nominalMs) => new Promise((resolve) => setTimeout(resolve, scale(nominalMs))),
  };
}
