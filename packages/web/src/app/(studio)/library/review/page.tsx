import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { changed, type Query } from "../../../../features/library/query.ts";
import { queryOf } from "../../../../features/library/read-query.ts";
import { Review } from "../../../../features/library/review.tsx";
import { ask } from "../../../../lib/server-api.ts";
import { PageHead } from "../../../../ui/page-head.tsx";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("library"))("review") };
}

export default async function ReviewPage({ searchParams }: Props) {
  const t = await getTranslations("library");
  const asked = queryOf(await searchParams);
  const query: Query = { ...asked, status: asked.status ?? "review" };
  const { sort: _sort, ...filter } = query;
  const path = `/library/review?${changed(query, {})}`;
  const [page, counts, price] = await Promise.all([
    ask(path, (api) => api.content.pieces.$get({ query: { ...query, limit: "60" } })),
    ask(path, (api) => api.content.pieces.counts.$get({ query: filter })),
    ask(path, (api) => api.costs.estimates.batch.$get({ query: { count: "1" } })),
  ]);
  return (
    <>
      <PageHead title={t("review")} />
      <Review
        key={path}
        initial={page}
        query={query}
        total={counts[query.status as keyof typeof counts]}
        priceNanos={price.amountNanos}
      />
    </>
  );
}
