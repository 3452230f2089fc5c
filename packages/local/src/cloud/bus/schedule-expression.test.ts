import { describe, expect, test } from "vitest";
import { parseSchedule } from "./schedule-expression.ts";

const from = new Date("2026-11-22T13:37:20Z"); // A Sunday.

function nextRuns(expression: string, count: number, start = from, timeScale = 1): string[] {
  const schedule = parseSchedule(expression, timeScale);
  const times: string[] = [];
  let at: Date | undefined = start;
  while (times.length < count) {
    at = schedule.next(at);
    if (!at) break;
    times.push(at.toISOString().slice(0, 16));
  }
  return times;
}

// Worked out by hand from the calendar; AWS counts weekdays from 1 = Sunday.
const table: [expression: string, runs: string[]][] = [
  ["cron(0 10 ? * MON-FRI *)", ["2026-11-23T10:00", "2026-11-24T10:00", "2026-11-25T10:00"]],
  ["cron(0/15 * * * ? *)", ["2026-11-22T13:45", "2026-11-22T14:00", "2026-11-22T14:15"]],
  ["cron(0 8 1 * ? *)", ["2026-12-01T08:00", "2027-01-01T08:00"]],
  ["cron(0 0 ? * 1 *)", ["2026-11-29T00:00", "2026-12-06T00:00"]],
  ["cron(0 0 ? * 7 *)", ["2026-11-28T00:00", "2026-12-05T00:00"]],
  ["cron(0 0 ? * L *)", ["2026-11-28T00:00", "2026-12-05T00:00"]],
  ["cron(0 0 ? * 2-6 *)", ["2026-11-23T00:00", "2026-11-24T00:00"]],
  ["cron(0 0 L * ? *)", ["2026-11-30T00:00", "2026-12-31T00:00", "2027-01-31T00:00", "2027-02-28T00:00"]],
  ["cron(0 0 ? * 6L *)", ["2026-11-27T00:00", "2026-12-25T00:00"]],
  ["cron(0 9 15W * ? *)", ["2026-12-15T09:00", "2027-01-15T09:00", "2027-02-15T09:00"]],
  ["cron(0 0 1W * ? *)", ["2026-12-01T00:00", "2027-01-01T00:00", "2027-02-01T00:00", "2027-03-01T00:00"]],
  ["cron(0 9 ? * 2#1 *)", ["2026-12-07T09:00", "2027-01-04T09:00"]],
  ["cron(0 9 ? * THU#3 *)", ["2026-12-17T09:00", "2027-01-21T09:00"]],
  ["cron(0 12 * * ? 2027)", ["2027-01-01T12:00", "2027-01-02T12:00"]],
  ["cron(30 23 31 * ? *)", ["2026-12-31T23:30", "2027-01-31T23:30", "2027-03-31T23:30"]],
  ["cron(0 0 1,15 * ? *)", ["2026-12-01T00:00", "2026-12-15T00:00"]],
  ["cron(0 0 1 1/3 ? *)", ["2027-01-01T00:00", "2027-04-01T00:00"]],
  ["cron(0 6 29 2 ? *)", ["2028-02-29T06:00", "2032-02-29T06:00"]],
  [
    "cron(10/20 3,5 * DEC ? *)",
    ["2026-12-01T03:10", "2026-12-01T03:30", "2026-12-01T03:50", "2026-12-01T05:10"],
  ],
  [
    "cron(0 22-2 * * ? *)",
    [
      "2026-11-22T22:00",
      "2026-11-22T23:00",
      "2026-11-23T00:00",
      "2026-11-23T01:00",
      "2026-11-23T02:00",
      "2026-11-23T22:00",
    ],
  ],
  [
    "cron(0 0 ? * FRI-MON *)",
    ["2026-11-23T00:00", "2026-11-27T00:00", "2026-11-28T00:00", "2026-11-29T00:00"],
  ],
  ["at(2026-11-23T08:30:00)", ["2026-11-23T08:30"]],
  ["at(2026-11-01T08:30:00)", []],
  ["rate(5 minutes)", ["2026-11-22T13:42", "2026-11-22T13:47"]],
  ["rate(1 day)", ["2026-11-23T13:37", "2026-11-24T13:37"]],
];

describe("a schedule", () => {
  test.each(table)("%s", (expression, runs) => {
    expect(nextRuns(expression, Math.max(1, runs.length))).toEqual(runs);
  });

  test("of a rate is divided by the time scale", () => {
    expect(parseSchedule("rate(1 minute)", 20).next(from)?.getTime()).toBe(from.getTime() + 3000);
  });

  test("of a cron keeps its wall clock whatever the time scale", () => {
    expect(nextRuns("cron(0 10 ? * MON *)", 1, from, 50)).toEqual(["2026-11-23T10:00"]);
  });

  test.each([
    "rate(1 minutes)",
    "rate(5 minute)",
    "rate(0 minutes)",
    "rate(5 seconds)",
    "cron(0 10 * * *)",
    "cron(0 10 * * * *)",
    "cron(0 10 ? * ? *)",
    "cron(0 0 L-2 * ? *)",
    "every minute",
    "at(soon)",
  ])("that AWS or we cannot run is refused: %s", (expression) => {
    expect(() => parseSchedule(expression)).toThrow(/cron|rate|at/);
  });
});
