import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { CostSummary } from "../../../features/cost/cost-summary.tsx";
import { ask } from "../../../lib/server-api.ts";
import { PageHead } from "../../../ui/page-head.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("cost"))("title") };
}

export default async function CostsPage() {
  const [t, total, entries] = await Promise.all([
    getTranslations("cost"),
    ask("/costs", (api) => api.costs.totals.$get({ query: {} })),
    ask("/costs", (api) => api.costs.entries.$get({ query: { limit: "50" } })),
  ]);
  return (
    <>
      <PageHead title={t("title")} />
      <CostSummary total={total} entries={entries.items} timeZone="UTC" />
    </>
  );
}
