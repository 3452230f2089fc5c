"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import type { Batch } from "../../lib/api-type.ts";
import { api } from "../../lib/browser-api.ts";
import { answerOf } from "../../lib/refusal.ts";
import { useLive } from "../../lib/use-live.ts";
import { Notice } from "../../ui/notice.tsx";
import { Progress } from "../../ui/progress.tsx";
import { BatchStatus } from "./batch-status.tsx";
import { settledOf } from "./counts.ts";

const shown = [
  "ready",
  "review",
  "rejected",
  "blocked",
  "failed",
  "generating",
  "queued",
  "canceled",
] as const;

/** A batch's counts as they change; they add up to what was asked for at any moment. */
export function BatchProgress({ initial }: { initial: Batch }) {
  const t = useTranslations("content");
  const error = useTranslations("error");
  const router = useRouter();
  const read = async () => {
    const next = await answerOf(api.content.batches[":batchId"].$get({ param: { batchId: initial.id } }));
    // The server rendered the pictures below: new ones are there when the counts changed.
    if (settledOf(next.counts) !== settledOf(batch.counts)) router.refresh();
    return next;
  };
  const { value: batch, isStale } = useLive(initial, read, [`batch:${initial.id}`]);
  const { counts } = batch;
  return (
    <section className="grid gap-4">
      {isStale ? <Notice tone="info">{error("stale")}</Notice> : null}
      <div className="flex flex-wrap items-center justify-between gap-3">
        <BatchStatus status={batch.status} />
        <span className="text-ink-2 tabular-nums">
          {t("done", { done: settledOf(counts), count: counts.requested })}
        </span>
      </div>
      <Progress label={t("progress")} value={settledOf(counts)} max={counts.requested} />
      <dl className="grid grid-cols-3 gap-x-4 gap-y-3 tabular-nums sm:grid-cols-4 lg:grid-cols-8">
        {shown.map((state) => (
          <div key={state} className="flex flex-col-reverse">
            <dt className="text-13 text-ink-2">{t(state)}</dt>
            <dd className="text-20 font-semibold">{counts[state]}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
