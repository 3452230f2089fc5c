import { scaleLinear } from "@visx/scale";
import { useFormatter, useTranslations } from "next-intl";
import type { CostSummary } from "../../lib/api-type.ts";
import { Bars } from "./chart/bars.tsx";
import { type Bucket, bucketsOf } from "./chart/bucket.ts";
import { Drawing } from "./chart/drawing.tsx";
import { ChartTable } from "./chart-table.tsx";
import { type CostFilter, rowsOf } from "./cost-query.ts";
import { dayName, daysName } from "./day-name.ts";
import { kindColor } from "./kind-color.ts";
import { kindName } from "./kind-name.ts";
import { money } from "./money.ts";

const units = { day: "day", week: "week", month: "monthly" } as const;

type Props = { summary: CostSummary; filter: CostFilter };

/** What was spent on each day, by kind: as bars, and as the table that they are drawn from. */
export function CostChart({ summary, filter }: Props) {
  const t = useTranslations("cost");
  const kind = useTranslations("kind");
  const format = useFormatter();
  const { unit, buckets } = bucketsOf(summary.byDay, summary);
  // The dearest kind lies at the bottom of every column, where it can be compared.
  const kinds = summary.byKind.map((sum) => sum.kind).filter((name) => sumOf(buckets, name) > 0);
  const largest = Math.max(...buckets.map((bucket) => bucket.amountNanos));
  const ticks = scaleLinear({ domain: [0, largest], range: [0, 1], nice: 4 }).ticks(4);
  const labelOf = (bucket: Bucket) =>
    unit === "month"
      ? format.dateTime(new Date(bucket.from), { timeZone: "UTC", month: "short", year: "2-digit" })
      : dayName(format, bucket.from, "short");
  return (
    <section aria-labelledby="by-day" className="grid min-w-0 gap-4">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-2">
        <h2 id="by-day" className="text-16">
          {t(units[unit])}
        </h2>
        <ul className="flex flex-wrap gap-x-4 gap-y-1 text-13 text-ink-2">
          {kinds.map((name) => (
            <li key={name} className="flex items-center gap-1.5">
              <span aria-hidden className="size-2.5 rounded-xs" style={{ background: kindColor(name) }} />
              {kindName(kind, name)}
            </li>
          ))}
        </ul>
      </div>
      <Bars
        label={t(units[unit])}
        ticks={ticks.map((at) => ({ at, label: money(format, at) }))}
        columns={buckets.map((bucket) => ({
          key: bucket.from,
          href: rowsOf(filter, { range: undefined, from: bucket.from, to: bucket.to }),
          label: labelOf(bucket),
          title: daysName(format, bucket.from, bucket.to),
          amount: money(format, bucket.amountNanos),
          parts: kinds
            .filter((name) => bucket.byKind[name])
            .map((name) => ({
              key: name,
              name: kindName(kind, name),
              color: kindColor(name),
              amount: money(format, bucket.byKind[name] ?? 0),
            })),
        }))}
      >
        <Drawing
          columns={buckets.map(({ from, byKind }) => ({ key: from, values: byKind }))}
          series={kinds.map((name) => ({ key: name, color: kindColor(name) }))}
          ticks={ticks}
        />
      </Bars>
      <ChartTable label={t(units[unit])} buckets={buckets} kinds={kinds} filter={filter} />
    </section>
  );
}

const sumOf = (buckets: Bucket[], kind: string): number =>
  buckets.reduce((sum, { byKind }) => sum + (byKind[kind] ?? 0), 0);
