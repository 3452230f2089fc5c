import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { Table, TableCell, TableHead } from "../../ui/table.tsx";
import type { Bucket } from "./chart/bucket.ts";
import { type CostFilter, rowsOf } from "./cost-query.ts";
import { daysName } from "./day-name.ts";
import { kindName } from "./kind-name.ts";
import { money } from "./money.ts";

type Props = { label: string; buckets: Bucket[]; kinds: string[]; filter: CostFilter };

/** The chart's numbers, each of which leads to its rows. Columns of time without any are left out. */
export function ChartTable({ label, buckets, kinds, filter }: Props) {
  const t = useTranslations("cost");
  const kind = useTranslations("kind");
  const format = useFormatter();
  const spent = buckets.filter(({ entries }) => entries > 0).toReversed();
  return (
    <details className="group min-w-0">
      <summary className="thumb w-fit cursor-pointer rounded-control py-1 text-13 font-medium text-ink-2 hover:text-ink">
        {t("asTable")}
      </summary>
      <Table label={label} className="mt-2">
        <thead>
          <tr>
            <TableHead>{t("days")}</TableHead>
            {kinds.map((name) => (
              <TableHead key={name} isNumber>
                {kindName(kind, name)}
              </TableHead>
            ))}
            <TableHead isNumber>{t("total")}</TableHead>
          </tr>
        </thead>
        <tbody>
          {spent.map(({ from, to, byKind, amountNanos }) => {
            const rows = (change: { kind?: string }) =>
              rowsOf(filter, { range: undefined, from, to, ...change });
            return (
              <tr key={from}>
                <TableHead isRow>{daysName(format, from, to)}</TableHead>
                {kinds.map((name) => (
                  <TableCell key={name} isNumber>
                    {byKind[name] === undefined ? (
                      <span className="text-ink-3">–</span>
                    ) : (
                      <Link href={rows({ kind: name })} prefetch={false} className="hover:underline">
                        {money(format, byKind[name])}
                      </Link>
                    )}
                  </TableCell>
                ))}
                <TableCell isNumber>
                  <Link href={rows({})} prefetch={false} className="font-medium hover:underline">
                    {money(format, amountNanos)}
                  </Link>
                </TableCell>
              </tr>
            );
          })}
        </tbody>
      </Table>
    </details>
  );
}
