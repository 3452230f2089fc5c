type Window = { start: number; used: number };

const windows = new Map<string, Window>();
// More callers than one worker sees in a minute; beyond it the oldest counts are forgotten.
const capacity = 10_000;

/** Counts in this process alone, in fixed windows like the shared counter. */
export function countHere(
  key: string,
  windowMs: number,
  now = Date.now(),
): { used: number; resetsInMs: number } {
  const start = Math.floor(now / windowMs) * windowMs;
  const known = windows.get(key);
  const used = known?.start === start ? known.used + 1 : 1;
  if (!known && windows.size >= capacity) windows.delete(windows.keys().next().value ?? "");
  windows.set(key, { start, used });
  return { used, resetsInMs: start + windowMs - now };
}
