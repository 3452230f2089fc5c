import type { Filter } from "./schema.ts";

export type Days = { from?: string | undefined; to?: string | undefined };

const dayMs = 86_400_000;

/** The days of a range that ends today in `zone`; none for no range, which has no ends. */
export function daysOf(range: Filter["range"], zone: string, now: Date): Days {
  if (!range) return {};
  const to = dayIn(zone, now);
  if (range === "month") return { from: `${to.slice(0, 7)}-01`, to };
  // Counted on the calendar, not in hours: a day on which the clocks change has 23 or 25 of them.
  const back = Number.parseInt(range, 10) - 1;
  return { from: new Date(Date.parse(to) - back * dayMs).toISOString().slice(0, 10), to };
}

/** The day of a moment in a zone, as 2026-11-22. */
const dayIn = (zone: string, moment: Date): string =>
  new Intl.DateTimeFormat("en-CA", {
    timeZone: zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  }).format(moment);
