"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import type { Batch } from "../../lib/api-type.ts";
import { api } from "../../lib/browser-api.ts";
import { answerOf } from "../../lib/refusal.ts";
import { useAction } from "../../lib/use-action.ts";
import { useLive } from "../../lib/use-live.ts";
import { Button, buttonVariants } from "../../ui/button.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Progress } from "../../ui/progress.tsx";
import { ReachLink } from "../../ui/reach-link.tsx";
import { useActivity } from "../activity/activity-provider.tsx";
import { jobNow } from "../activity/running.ts";
import { useNow } from "../activity/use-now.ts";
import { ProblemNotice } from "../problem-notice.tsx";
import { BatchFailures } from "./batch-failures.tsx";
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
    // The server rendered what it cost above.
    if (next.status !== batch.status) router.refresh();
    return next;
  };
  const { value: batch, setValue, isStale } = useLive(initial, read, [`batch:${initial.id}`]);
  const { counts } = batch;
  const library = useTranslations("library");
  const { run, problem, isPending } = useAction();
  const show = (next: Batch) => {
    setValue(next);
    router.refresh();
  };
  const cancel = () =>
    run(async () =>
      show(await answerOf(api.content.batches[":batchId"].cancel.$post({ param: { batchId: batch.id } }))),
    );
  return (
    <section className="grid gap-4">
      {isStale ? <Notice tone="info">{error("stale")}</Notice> : null}
      <div className="flex flex-wrap items-center justify-between gap-3">
        <BatchStatus status={batch.status} />
        <span className="text-ink-2 tabular-nums">
          {t("done", { done: settledOf(counts), count: counts.requested })}
          {batch.status === "running" ? <TimeLeft batchId={batch.id} /> : null}
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
      <ProblemNotice problem={problem} />
      <div className="flex flex-wrap gap-2">
        {counts.review > 0 ? (
          <ReachLink
            href={`/library/review?batchId=${batch.id}`}
            className={buttonVariants({ variant: "primary" })}
          >
            {library("reviewCount", { count: counts.review })}
          </ReachLink>
        ) : null}
        {batch.status === "running" ? (
          <ConfirmDialog
            trigger={<Button variant="danger" disabled={isPending} />}
            label={library("cancelBatch")}
            title={library("cancelTitle")}
            lead={library("cancelLead")}
            dismiss={library("keepGoing")}
            confirm={library("cancelBatch")}
            onConfirm={cancel}
          />
        ) : null}
      </div>
      <BatchFailures batch={batch} onRetried={show} />
    </section>
  );
}

/** As the list of what runs has it; nothing while nobody can say. */
function TimeLeft({ batchId }: { batchId: string }) {
  const t = useTranslations("library");
  const { activity, answeredAt } = useActivity();
  const job = activity?.jobs.find(({ kind, id }) => kind === "batch" && id === batchId);
  const now = useNow(job !== undefined);
  const secondsLeft = job ? jobNow(job, (now - answeredAt) / 1_000).secondsLeft : null;
  return secondsLeft === null ? null : ` · ${t("eta", { minutes: Math.round(secondsLeft / 60) })}`;
}
