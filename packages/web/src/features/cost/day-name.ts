import type { useFormatter } from "next-intl";

type Format = ReturnType<typeof useFormatter>;

/** A day such as 2026-11-22 in words. It is a day of no zone, so that none may shift it. */
export const dayName = (format: Format, day: string, style: "short" | "full"): string =>
  format.dateTime(new Date(day), {
    timeZone: "UTC",
    day: "numeric",
    month: "short",
    ...(style === "full" ? { year: "numeric" } : {}),
  });

/** The days from one to another, or the one. */
export const daysName = (format: Format, from: string, to: string): string =>
  from === to
    ? dayName(format, from, "full")
    : format.dateTimeRange(new Date(from), new Date(to), {
        timeZone: "UTC",
        day: "numeric",
        month: "short",
        year: "numeric",
      });
