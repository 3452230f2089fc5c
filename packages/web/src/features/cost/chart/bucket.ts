/** A column of the chart: some days, and what was spent on them by kind. */
export type Bucket = {
  from: string;
  to: string;
  amountNanos: number;
  entries: number;
  byKind: Record<string, number>;
};
export type Unit = "day" | "week" | "month";

type Day = { day: string; amountNanos: number; entries: number; byKind: Record<string, number> };

const dayMs = 86_400_000;
/** More columns than this are too thin to hit with a finger. */
const mostDays = 45;
const mostWeeks = 27;

/** Every day from the first to the last in columns of days, weeks (from Monday on) or months, empty ones included. */
export function bucketsOf(
  days: Day[],
  ends: { from: string | null; to: string | null },
): { unit: Unit; buckets: Bucket[] } {
  const first = ends.from ?? days[0]?.day;
  const last = ends.to ?? days.at(-1)?.day;
  if (!first || !last || first > last) return { unit: "day", buckets: [] };
  const count = (Date.parse(last) - Date.parse(first)) / dayMs + 1;
  const unit: Unit = count <= mostDays ? "day" : count <= mostWeeks * 7 ? "week" : "month";
  const known = new Map(days.map((day) => [day.day, day]));
  const buckets = new Map<string, Bucket>();
  for (let index = 0; index < count; index++) {
    const name = new Date(Date.parse(first) + index * dayMs).toISOString().slice(0, 10);
    const start = startOf(name, unit);
    const bucket = buckets.get(start) ?? { from: name, to: name, amountNanos: 0, entries: 0, byKind: {} };
    const day = known.get(name);
    bucket.to = name;
    bucket.amountNanos += day?.amountNanos ?? 0;
    bucket.entries += day?.entries ?? 0;
    for (const [kind, nanos] of Object.entries(day?.byKind ?? {})) {
      bucket.byKind[kind] = (bucket.byKind[kind] ?? 0) + nanos;
    }
    buckets.set(start, bucket);
  }
  return { unit, buckets: [...buckets.values()] };
}

function startOf(day: string, unit: Unit): string {
  if (unit === "day") return day;
  if (unit === "month") return day.slice(0, 7);
  const weekday = (new Date(day).getUTCDay() + 6) % 7;
  return new Date(Date.parse(day) - weekday * dayMs).toISOString().slice(0, 10);
}
