/** EventBridge's `rate(…)`, `cron(…)` and `at(…)`. */

import { Cron } from "croner";

export type ScheduleExpression = {
  /** The first time after `from`, or `undefined` when it never comes again. */
  next(from: Date): Date | undefined;
};

const unitMilliseconds: Record<string, number> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

function parseRate(text: string, timeScale: number): ScheduleExpression {
  const [, amount = "", unit = "", plural] = text.match(/^(\d+) (minute|hour|day)(s)?$/) ?? [];
  const count = Number(amount);
  if (!count || (count === 1) === (plural === "s"))
    throw new Error(`rate(${text}) is not a rate: e.g. rate(5 minutes).`);
  // Below a tenth of a second a "minute" would only measure the machine.
  const milliseconds = Math.max(100, (count * (unitMilliseconds[unit] ?? 0)) / timeScale);
  return { next: (from) => new Date(from.getTime() + milliseconds) };
}

/** Wrap-around ranges (`FRI-MON`, `22-2`) are AWS's but not croner's: written out as two. */
function unwrap(field: string, low: number, high: number, names: string[] = []): string {
  const toNumber = (text: string) => {
    const index = names.indexOf(text.toUpperCase());
    return index >= 0 ? index + low : Number(text);
  };
  return field
    .split(",")
    .map((part) => {
      const [, first, last, step = ""] = part.match(/^(\w+)-(\w+)(\/\d+)?$/) ?? [];
      if (first === undefined || last === undefined || toNumber(first) <= toNumber(last)) return part;
      if (step) throw new Error(`A step over a wrapping range (${part}) is not supported here.`);
      return `${toNumber(first)}-${high},${low}-${toNumber(last)}`;
    })
    .join(",");
}

const weekdays = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
const months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

function parseCron(text: string, timezone: string): ScheduleExpression {
  const fields = text.trim().split(/\s+/);
  const [minute, hour, day, month, weekday, year] = fields;
  if (fields.length !== 6 || !minute || !hour || !day || !month || !weekday || !year) {
    throw new Error(
      `cron(${text}) must have six fields: minute, hour, day of month, month, day of week, year.`,
    );
  }
  if ((day === "?") === (weekday === "?")) {
    throw new Error(`cron(${text}): exactly one of day-of-month and day-of-week must be "?".`);
  }
  if (/^L-\d+$/.test(day))
    throw new Error(`cron(${text}): "${day}" (days before the last) is not supported here.`);
  const parts = [
    "0",
    unwrap(minute, 0, 59),
    unwrap(hour, 0, 23),
    day === "?" ? "*" : day,
    unwrap(month, 1, 12, months),
    // A bare L in the weekday is Saturday for AWS.
    weekday === "?" ? "*" : weekday === "L" ? "7" : unwrap(weekday, 1, 7, weekdays),
    year,
  ];
  const cron = new Cron(parts.join(" "), {
    mode: "7-part",
    alternativeWeekdays: true,
    sloppyRanges: true,
    timezone,
    paused: true,
  });
  return { next: (from) => cron.nextRun(from) ?? undefined };
}

function parseAt(text: string): ScheduleExpression {
  const at = new Date(/[zZ]|[+-]\d\d:\d\d$/.test(text) ? text : `${text}Z`);
  if (Number.isNaN(at.getTime())) throw new Error(`at(${text}) is not a time: e.g. at(2027-01-31T12:00:00).`);
  return { next: (from) => (at > from ? at : undefined) };
}

/** Rates are divided by `timeScale`; a cron's wall clock and a fixed time are not. Throws on a wrong expression. */
export function parseSchedule(expression: string, timeScale = 1, timezone = "UTC"): ScheduleExpression {
  const [, kind, text = ""] = expression.match(/^(rate|cron|at)\((.*)\)$/) ?? [];
  if (kind === "rate") return parseRate(text, timeScale);
  if (kind === "cron") return parseCron(text, timezone);
  if (kind === "at") return parseAt(text);
  throw new Error(`${expression} is not a schedule: rate(…), cron(…) or at(…).`);
}
