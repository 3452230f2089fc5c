import { useFormatter, useTranslations } from "next-intl";
import type { CostEntry, CostTotal } from "../../lib/api-type.ts";
import { kindName } from "./kind-name.ts";
import { money } from "./money.ts";

type Props = { total: CostTotal; entries: CostEntry[]; timeZone: string };

const head = "py-2 pr-4 text-left font-medium text-ink-2";
const cell = "border-t border-line py-2 pr-4";

/** The sum, what it went into, and the ledger's rows that it is made of. */
export function CostSummary({ total, entries, timeZone }: Props) {
  const t = useTranslations("cost");
  const kind = useTranslations("kind");
  const format = useFormatter();
  if (total.entries === 0) return <p className="py-6 text-ink-2">{t("empty")}</p>;
  const kinds = Object.entries(total.byKind).toSorted(([, a], [, b]) => b - a);
  const largest = kinds[0]?.[1] ?? 1;
  return (
    <div className="grid gap-8 tabular-nums">
      <section className="grid gap-1">
        <h2 className="text-13 font-medium text-ink-2">{t("total")}</h2>
        <p className="text-28 font-semibold">{money(format, total.amountNanos)}</p>
        <p className="text-13 text-ink-3">{t("rows", { count: total.entries })}</p>
      </section>
      <section className="grid max-w-2xl gap-3">
        <h2 className="text-16">{t("byKind")}</h2>
        <dl className="grid gap-2.5">
          {kinds.map(([name, nanos]) => (
            <div key={name} className="grid grid-cols-[112px_minmax(0,1fr)_72px] items-center gap-3">
              <dt>{kindName(kind, name)}</dt>
              <dd aria-hidden className="h-2 rounded-full bg-raised">
                <div
                  className="h-full rounded-full bg-ink-2"
                  style={{ width: `${(nanos / largest) * 100}%` }}
                />
              </dd>
              <dd className="text-right">{money(format, nanos)}</dd>
            </div>
          ))}
        </dl>
      </section>
      <section className="grid min-w-0 gap-2">
        <h2 id="entries" className="text-16">
          {t("entries")}
        </h2>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
        <section aria-labelledby="entries" tabIndex={0} className="overflow-x-auto">
          <table className="w-full min-w-[560px] text-13">
            <thead>
              <tr>
                <th className={head}>{t("when")}</th>
                <th className={head}>{t("kind")}</th>
                <th className={head}>{t("model")}</th>
                <th className={`${head} text-right`}>{t("quantity")}</th>
                <th className={`${head} pr-0 text-right`}>{t("amount")}</th>
              </tr>
            </thead>
            <tbody>
              {entries.map((entry) => (
                <tr key={entry.id}>
                  <td className={`${cell} whitespace-nowrap text-ink-2`}>
                    <time dateTime={entry.createdAt}>
                      {format.dateTime(new Date(entry.createdAt), {
                        dateStyle: "medium",
                        timeStyle: "short",
                        timeZone,
                      })}
                    </time>
                  </td>
                  <td className={cell}>{kindName(kind, entry.kind)}</td>
                  <td className={`${cell} wrap-anywhere`}>{entry.model}</td>
                  <td className={`${cell} text-right whitespace-nowrap`}>
                    {format.number(entry.quantity)} <span className="text-ink-3">{entry.unit}</span>
                  </td>
                  <td className={`${cell} pr-0 text-right`}>{money(format, entry.amountNanos)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </section>
    </div>
  );
}
