import { expect, test } from "vitest";
import { daysOf } from "./range.ts";

const now = new Date("2026-11-01T03:30:00Z");

test.each([
  ["7d", "UTC", "2026-10-26", "2026-11-01"],
  ["7d", "America/New_York", "2026-10-25", "2026-10-31"],
  ["30d", "Europe/Madrid", "2026-10-03", "2026-11-01"],
  ["90d", "Asia/Tokyo", "2026-08-04", "2026-11-01"],
  ["month", "UTC", "2026-11-01", "2026-11-01"],
  ["month", "America/New_York", "2026-10-01", "2026-10-31"],
] as const)("%s in %s is %s to %s", (range, zone, from, to) => {
  expect(daysOf(range, zone, now)).toEqual({ from, to });
});

test("no range has no ends", () => {
  expect(daysOf(undefined, "UTC", now)).toEqual({});
});
