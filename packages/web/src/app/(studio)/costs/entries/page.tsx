import type { Metadata } from "next";
import { getFormatter, getTranslations } from "next-intl/server";
import { avatarNameOf } from "../../../../features/cost/avatar-name.ts";
import { addressOf, isDisordered, queryOf } from "../../../../features/cost/cost-query.ts";
import { CsvButton } from "../../../../features/cost/csv-button.tsx";
import { daysName } from "../../../../features/cost/day-name.ts";
import { EntryTable } from "../../../../features/cost/entry-table.tsx";
import { FilterChips } from "../../../../features/cost/filter-chips.tsx";
import { money } from "../../../../features/cost/money.ts";
import { readFilter } from "../../../../features/cost/read-filter.ts";
import { ask } from "../../../../lib/server-api.ts";
import { buttonVariants } from "../../../../ui/button.tsx";
import { PageHead } from "../../../../ui/page-head.tsx";
import { LinkPending } from "../../../../ui/pending.tsx";
import { ReachLink } from "../../../../ui/reach-link.tsx";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

const place = "/costs/entries";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("cost"))("entries") };
}

/** The ledger's rows that a number is the sum of. */
export default async function EntriesPage({ searchParams }: Props) {
  const [t, format, asked] = await Promise.all([getTranslations("cost"), getFormatter(), searchParams]);
  const filter = readFilter(asked);
  const back = (
    <ReachLink
      href={addressOf("/costs", filter)}
      className="thumb w-fit text-13 text-ink-2 underline hover:text-ink"
    >
      {t("back")}
    </ReachLink>
  );
  if (isDisordered(filter)) {
    return (
      <>
        <PageHead title={t("entries")} />
        <p role="alert">{t("disordered")}</p>
        {back}
      </>
    );
  }
  const query = queryOf(filter);
  const cursor = typeof asked.cursor === "string" ? asked.cursor : undefined;
  const path = addressOf(place, filter, { cursor });
  const [summary, page] = await Promise.all([
    ask(path, (api) => api.costs.summary.$get({ query })),
    ask(path, (api) =>
      api.costs.entries.$get({ query: { ...query, limit: "100", ...(cursor ? { cursor } : {}) } }),
    ),
  ]);
  const avatarName = await avatarNameOf(path, filter, summary);
  return (
    <>
      <div className="grid gap-2">
        {back}
        <PageHead title={t("entries")}>
          <CsvButton query={query} fileName="costs.csv" />
        </PageHead>
        <p className="text-ink-2 tabular-nums">
          {summary.from && summary.to ? `${daysName(format, summary.from, summary.to)} · ` : null}
          <span className="font-medium text-ink">{money(format, summary.amountNanos)}</span> ·{" "}
          {t("rows", { count: summary.entries })}
        </p>
      </div>
      <FilterChips place={place} filter={filter} avatarName={avatarName} />
      {page.items.length === 0 ? (
        <p className="py-6 text-ink-2">{t("empty")}</p>
      ) : (
        <EntryTable entries={page.items} zone={summary.zone} />
      )}
      {page.next ? (
        <ReachLink
          href={addressOf(place, filter, { cursor: page.next })}
          className={buttonVariants({ className: "relative justify-self-start" })}
        >
          {t("older")}
          <LinkPending />
        </ReachLink>
      ) : null}
    </>
  );
}
