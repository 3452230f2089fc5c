/** Ledger amounts are whole billionths of a dollar; a cent is ten million of them. */
export const nanosPerCent = 10_000_000;

/** Cents of a sum of ledger rows, rounded half up once, at the end. */
export function centsOfNanos(nanos: number): number {
  return Math.round(nanos / nanosPerCent);
}
