import type { Metadata } from "next";
import { getFormatter, getTranslations } from "next-intl/server";
import { RefreshOn } from "../../../../features/activity/refresh-on.tsx";
import { BatchProgress } from "../../../../features/content/batch-progress.tsx";
import { money } from "../../../../features/cost/money.ts";
import { Library } from "../../../../features/library/library.tsx";
import { ask } from "../../../../lib/server-api.ts";
import { PageHead } from "../../../../ui/page-head.tsx";
import { ReachLink } from "../../../../ui/reach-link.tsx";

type Props = { params: Promise<{ batchId: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("content"))("batch") };
}

export default async function BatchPage({ params }: Props) {
  const { batchId } = await params;
  const path = `/batches/${batchId}`;
  const batch = await ask(path, (api) => api.content.batches[":batchId"].$get({ param: { batchId } }));
  const [avatar, pieces, total, t, format] = await Promise.all([
    ask(path, (api) => api.avatars[":avatarId"].$get({ param: { avatarId: batch.avatarId } })),
    ask(path, (api) => api.content.pieces.$get({ query: { batchId, sort: "oldest", limit: "100" } })),
    ask(path, (api) => api.costs.totals.$get({ query: { batchId } })),
    getTranslations("content"),
    getFormatter(),
  ]);
  return (
    <>
      {/* What is being made when a batch is canceled is booked after it, when it has ended. */}
      <RefreshOn about={["costs"]} atMostEveryMs={10_000} />
      <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-1">
        <PageHead title={t("batchOf", { name: avatar.name })} />
        <p className="text-ink-2 tabular-nums">
          {t("cost")}: {money(format, total.amountNanos)} (
          {t("estimated", { amount: money(format, batch.estimateNanos) })}) ·{" "}
          <ReachLink
            href={`/avatars/${avatar.id}?tab=content`}
            className="wrap-anywhere underline underline-offset-4"
          >
            {avatar.name}
          </ReachLink>
        </p>
      </div>
      <BatchProgress key={`progress ${batchId}`} initial={batch} />
      <Library
        key={batchId}
        initial={pieces}
        query={{ batchId, sort: "oldest" }}
        total={batch.counts.requested}
      />
    </>
  );
}
