import type { Route } from "next";
import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { LinkPending } from "../../ui/pending.tsx";
import { money } from "./money.ts";

export type Part = {
  key: string;
  name: string;
  amountNanos: number;
  rows: Route;
  narrow?: Route;
  color?: string;
};

/** Parts of a total, the largest first: the name narrows the page to it, the number opens its rows. */
export function SumList({ id, title, parts }: { id: string; title: string; parts: Part[] }) {
  const t = useTranslations("cost");
  const format = useFormatter();
  const largest = Math.max(...parts.map(({ amountNanos }) => amountNanos), 1);
  return (
    <section aria-labelledby={id} className="grid content-start gap-3">
      <h2 id={id} className="text-16">
        {title}
      </h2>
      <ul className="grid gap-2.5 max-sm:gap-0.5">
        {parts.map(({ key, name, amountNanos, rows, narrow, color = "var(--ink-2)" }) => (
          <li key={key} className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 gap-y-1 tabular-nums">
            {narrow ? (
              <Link
                href={narrow}
                prefetch={false}
                className="thumb relative truncate hover:underline"
                title={name}
              >
                {name}
                <LinkPending />
              </Link>
            ) : (
              <span className="thumb truncate" title={name}>
                {name}
              </span>
            )}
            <Link
              href={rows}
              prefetch={false}
              className="thumb hover:underline"
              aria-label={t("rowsOf", { name, amount: money(format, amountNanos) })}
            >
              {money(format, amountNanos)}
            </Link>
            <span aria-hidden className="col-span-2 h-1.5 rounded-full bg-raised">
              <span
                className="block h-full rounded-full"
                style={{ width: `${(amountNanos / largest) * 100}%`, background: color }}
              />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
