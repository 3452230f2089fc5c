import Link from "next/link";
import { useTranslations } from "next-intl";
import { Button, buttonVariants } from "../../ui/button.tsx";
import { LinkPending } from "../../ui/pending.tsx";
import { Strip } from "../../ui/strip.tsx";
import { addressOf, type CostFilter, rangeNames, wordsOf } from "./cost-query.ts";

type Props = {
  place: string;
  filter: CostFilter;
  /** The days that are shown, which a named range has too. */
  days: { from: string | null; to: string | null };
  error?: string;
};

const input =
  "min-h-(--touch) w-full min-w-0 rounded-control border border-edge bg-surface px-2.5 text-14 text-ink aria-invalid:border-bad";

/** A range by name, or two days. The days are a form of the page itself: they work before scripts arrive. */
export function PeriodPicker({ place, filter, days, error }: Props) {
  const t = useTranslations("cost");
  const [path = "", query] = place.split("?");
  const kept = wordsOf(filter, { from: undefined, to: undefined, range: undefined });
  return (
    <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
      <Strip label={t("period")} current={filter.range} className="-mx-4 -my-1 max-w-[100vw] px-4 py-1">
        <ul className="flex gap-1.5">
          {rangeNames.map((name) => (
            <li key={name}>
              <Link
                prefetch={false}
                href={addressOf(place, filter, { range: name, from: undefined, to: undefined })}
                aria-current={filter.range === name ? "true" : undefined}
                className={buttonVariants({
                  className: "relative aria-[current]:border-accent aria-[current]:font-semibold",
                })}
              >
                {t(name)}
                <LinkPending />
              </Link>
            </li>
          ))}
        </ul>
      </Strip>
      <form
        action={path}
        key={`${days.from} ${days.to}`}
        className="flex max-w-full flex-wrap items-end gap-2 max-sm:w-full"
      >
        {[...new URLSearchParams(query), ...kept].map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        {(["from", "to"] as const).map((name) => (
          <label key={name} className="grid min-w-0 gap-1 text-13 text-ink-2 max-sm:flex-1">
            {t(name)}
            <input
              type="date"
              name={name}
              defaultValue={days[name] ?? ""}
              aria-invalid={error ? true : undefined}
              aria-describedby={error ? "period-error" : undefined}
              className={input}
            />
          </label>
        ))}
        <Button type="submit">{t("show")}</Button>
        {error ? (
          <p id="period-error" role="alert" className="basis-full text-13 text-bad">
            {error}
          </p>
        ) : null}
      </form>
    </div>
  );
}
