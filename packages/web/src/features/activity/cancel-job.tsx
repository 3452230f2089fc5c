"use client";

import { useTranslations } from "next-intl";
import type { Job } from "../../lib/api-type.ts";
import { api } from "../../lib/browser-api.ts";
import { answerOf } from "../../lib/refusal.ts";
import { useAction } from "../../lib/use-action.ts";
import { Button } from "../../ui/button.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { ProblemNotice } from "../problem-notice.tsx";

/** Stops a setup or a batch from where it is listed. */
export function CancelJob({ job }: { job: Job }) {
  const avatar = useTranslations("avatar");
  const t = useTranslations("activity");
  const { run, problem, isPending } = useAction();
  const isBatch = job.kind === "batch";
  const cancel = () =>
    run(async () => {
      if (isBatch)
        await answerOf(api.content.batches[":batchId"].cancel.$post({ param: { batchId: job.id } }));
      else await answerOf(api.avatars[":avatarId"].cancel.$post({ param: { avatarId: job.id } }));
    });
  const verb = isBatch ? t("cancelBatch") : avatar("cancel");
  return (
    <div className="grid gap-2 px-2 pb-1">
      <ConfirmDialog
        trigger={
          <Button
            variant="quiet"
            className="-ml-2 min-h-8 justify-self-start px-2 text-13"
            disabled={isPending}
          />
        }
        label={
          <>
            {verb} <span className="sr-only">{t("of", { name: job.avatarName })}</span>
          </>
        }
        title={isBatch ? t("cancelBatchTitle") : avatar("cancelTitle")}
        lead={isBatch ? t("cancelBatchLead") : avatar("cancelLead")}
        dismiss={avatar("keepGoing")}
        confirm={verb}
        onConfirm={cancel}
      />
      <ProblemNotice problem={problem} />
    </div>
  );
}
