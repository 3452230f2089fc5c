import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import type { CostComparison } from "../../lib/api-type.ts";
import { ReachLink } from "../../ui/reach-link.tsx";
import { Table, TableCell, TableHead } from "../../ui/table.tsx";
import { rowsOf } from "./cost-query.ts";
import { money } from "./money.ts";

type Props = { items: CostComparison[]; zone: string };

const running = new Set(["running", "training"]);

/** What setups and batches were said to cost when they started, and what they cost. */
export function ComparisonTable({ items, zone }: Props) {
  const t = useTranslations("cost");
  const format = useFormatter();
  return (
    <section aria-labelledby="estimates" className="grid min-w-0 gap-2">
      <h2 id="estimates" className="text-16">
        {t("estimates")}
      </h2>
      <Table label={t("estimates")}>
        <thead>
          <tr>
            <TableHead>{t("work")}</TableHead>
            <TableHead className="max-sm:hidden">{t("startedIn", { zone })}</TableHead>
            <TableHead isNumber>{t("estimate")}</TableHead>
            <TableHead isNumber>{t("actual")}</TableHead>
            <TableHead isNumber>{t("difference")}</TableHead>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => {
            const batchId = item.type === "batch" ? item.id : "none";
            return (
              <tr key={item.id}>
                <TableHead isRow className="max-w-56 truncate whitespace-normal max-sm:[&_span]:block">
                  <ReachLink
                    href={item.type === "batch" ? `/batches/${item.id}` : `/avatars/${item.avatarId}`}
                    className="hover:underline"
                  >
                    {t(item.type)}
                  </ReachLink>{" "}
                  <span className="text-ink-2 wrap-anywhere">{item.avatarName}</span>
                </TableHead>
                <TableCell className="whitespace-nowrap text-ink-2 max-sm:hidden">
                  <time dateTime={item.startedAt}>
                    {format.dateTime(new Date(item.startedAt), {
                      dateStyle: "medium",
                      timeStyle: "short",
                      timeZone: zone,
                    })}
                  </time>
                </TableCell>
                <TableCell isNumber className="text-ink-2">
                  {item.estimateNanos === null ? t("notKept") : money(format, item.estimateNanos)}
                </TableCell>
                <TableCell isNumber>
                  <Link
                    href={rowsOf({ range: "all", avatarId: item.avatarId, batchId })}
                    prefetch={false}
                    className="hover:underline"
                  >
                    {money(format, item.actualNanos)}
                  </Link>
                </TableCell>
                <TableCell isNumber className="text-ink-2">
                  {running.has(item.status) ? t("soFar") : differenceOf(item)}
                </TableCell>
              </tr>
            );
          })}
        </tbody>
      </Table>
    </section>
  );

  function differenceOf({ estimateNanos, actualNanos }: CostComparison): string {
    if (!estimateNanos) return "–";
    return format.number(actualNanos / estimateNanos - 1, {
      style: "percent",
      signDisplay: "exceptZero",
      maximumFractionDigits: 0,
    });
  }
}
