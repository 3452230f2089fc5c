"use client";

import { useTranslations } from "next-intl";
import type { Job } from "../../lib/api-type.ts";
import { api } from "../../lib/browser-api.ts";
import { answerOf } from "../../lib/refusal.ts";
import { useAction } from "../../lib/use-action.ts";
import { Button } from "../../ui/button.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { ProblemNotice } from "../problem-notice.tsx";

/** Stops a setup from where it is listed. */
export function CancelSetup({ job }: { job: Job }) {
  const t = useTranslations("avatar");
  const activity = useTranslations("activity");
  const { run, problem, isPending } = useAction();
  const cancel = () =>
    run(
      async () =>
        void (await answerOf(api.avatars[":avatarId"].cancel.$post({ param: { avatarId: job.id } }))),
    );
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
            {t("cancel")} <span className="sr-only">{activity("of", { name: job.avatarName })}</span>
          </>
        }
        title={t("cancelTitle")}
        lead={t("cancelLead")}
        dismiss={t("keepGoing")}
        confirm={t("cancel")}
        onConfirm={cancel}
      />
      <ProblemNotice problem={problem} />
    </div>
  );
}
