"use client";

import { useRouter } from "next/navigation";
import { useFormatter, useTranslations } from "next-intl";
import type { AvatarOverview, Dataset, Estimate } from "../../lib/api-type.ts";
import { api } from "../../lib/browser-api.ts";
import { answerOf } from "../../lib/refusal.ts";
import { useAction } from "../../lib/use-action.ts";
import { useLive } from "../../lib/use-live.ts";
import { useRequestKey } from "../../lib/use-request-key.ts";
import { Button } from "../../ui/button.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { Notice } from "../../ui/notice.tsx";
import { ReachLink } from "../../ui/reach-link.tsx";
import { roughMoney } from "../cost/money.ts";
import { ProblemNotice } from "../problem-notice.tsx";
import { DatasetCoverage } from "./dataset-coverage.tsx";
import { DatasetGrid } from "./dataset-grid.tsx";

type Props = {
  avatar: AvatarOverview;
  initial: Dataset | null;
  estimates: { picture: Estimate; training: Estimate };
};

/** The pictures that train the persona: looked through by a person, one by one, with what they cover. */
export function DatasetReview({ avatar, initial, estimates }: Props) {
  const t = useTranslations("dataset");
  const error = useTranslations("error");
  const param = { avatarId: avatar.id };
  const read = async () => (await answerOf(api.avatars[":avatarId"].dataset.$get({ param }))).dataset;
  const { value: dataset, setValue, isStale } = useLive(initial, read, [`dataset:${avatar.id}`]);
  const { run, problem } = useAction();
  if (!dataset || dataset.images.length === 0) return <p className="py-6 text-ink-2">{t("empty")}</p>;
  const kept = dataset.images.filter(({ status }) => status === "kept").length;
  const isChosen = dataset.status === "curated" || dataset.status === "packed";
  const isOpen = isChosen && ["review", "ready", "failed", "canceled"].includes(avatar.status);
  return (
    <div className="grid gap-6">
      {isStale ? <Notice tone="info">{error("stale")}</Notice> : null}
      <ProblemNotice problem={problem} />
      {avatar.status === "review" ? (
        <Approval avatar={avatar} estimate={estimates.training} kept={kept} />
      ) : null}
      {avatar.status === "ready" && dataset.status === "curated" ? (
        <Notice tone="info">
          <p>{t("later")}</p>
          <ReachLink href={`/avatars/${avatar.id}?tab=model`} className="underline">
            {t("toModel")}
          </ReachLink>
        </Notice>
      ) : null}
      <p className="text-ink-2 tabular-nums">
        {t("summary", { kept, total: dataset.images.length })}{" "}
        {t.rich("trigger", { word: avatar.triggerWord, code: (chunks) => <code>{chunks}</code> })}
      </p>
      <DatasetGrid
        avatarId={avatar.id}
        images={dataset.images}
        isOpen={isOpen}
        price={estimates.picture.amountNanos}
        onRefresh={() => run(async () => setValue(await read()))}
      />
      {isChosen ? <DatasetCoverage coverage={dataset.coverage} cells={dataset.cells} /> : null}
    </div>
  );
}

/** The setup ended here for this review; approving begins the training. */
function Approval({ avatar, estimate, kept }: { avatar: AvatarOverview; estimate: Estimate; kept: number }) {
  const t = useTranslations("dataset");
  const format = useFormatter();
  const router = useRouter();
  const { run, problem, isPending } = useAction();
  const keyOf = useRequestKey();
  const approve = () =>
    run(async () => {
      const header = keyOf({ approve: avatar.setup?.run.id });
      await answerOf(
        api.avatars[":avatarId"].dataset.approve.$post({ param: { avatarId: avatar.id }, header }),
      );
      router.refresh();
    });
  const price = t("approveLead", {
    cost: roughMoney(format, estimate.amountNanos),
    minutes: Math.max(1, Math.round(estimate.seconds / 60)),
  });
  return (
    <section aria-labelledby="approval" className="grid justify-items-start gap-3 border-b border-line pb-6">
      <h2 id="approval" className="text-16 font-semibold">
        {t("approval")}
      </h2>
      <p className="text-ink-2">{t("approvalLead")}</p>
      <ProblemNotice problem={problem} />
      <div className="flex flex-wrap items-center gap-3">
        <ConfirmDialog
          trigger={<Button variant="primary" disabled={isPending} />}
          label={t("approve")}
          title={t("approveTitle", { kept })}
          lead={price}
          dismiss={t("notYet")}
          confirm={t("approve")}
          variant="primary"
          onConfirm={approve}
        />
        <p className="text-13 text-ink-2 tabular-nums">{price}</p>
      </div>
    </section>
  );
}
