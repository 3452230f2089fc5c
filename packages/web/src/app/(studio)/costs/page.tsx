import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { avatarNameOf } from "../../../features/cost/avatar-name.ts";
import { CostOverview } from "../../../features/cost/cost-overview.tsx";
import { addressOf, isDisordered, queryOf } from "../../../features/cost/cost-query.ts";
import { CsvButton } from "../../../features/cost/csv-button.tsx";
import { PeriodPicker } from "../../../features/cost/period-picker.tsx";
import { readFilter } from "../../../features/cost/read-filter.ts";
import { ask } from "../../../lib/server-api.ts";
import { PageHead } from "../../../ui/page-head.tsx";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

const place = "/costs";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("cost"))("title") };
}

export default async function CostsPage({ searchParams }: Props) {
  const t = await getTranslations("cost");
  const filter = readFilter(await searchParams);
  if (isDisordered(filter)) {
    const days = { from: filter.from ?? null, to: filter.to ?? null };
    return (
      <>
        <PageHead title={t("title")} />
        <PeriodPicker place={place} filter={filter} days={days} error={t("disordered")} />
      </>
    );
  }
  const query = queryOf(filter);
  const path = addressOf(place, filter);
  const [summary, comparisons] = await Promise.all([
    ask(path, (api) => api.costs.summary.$get({ query })),
    ask(path, (api) => api.costs.comparisons.$get({ query: { ...query, limit: "20" } })),
  ]);
  const avatarName = await avatarNameOf(path, filter, summary);
  return (
    <>
      <PageHead title={t("title")}>
        <CsvButton query={query} fileName="costs.csv" />
      </PageHead>
      <CostOverview {...{ summary, filter, place, avatarName }} comparisons={comparisons.items} />
    </>
  );
}
