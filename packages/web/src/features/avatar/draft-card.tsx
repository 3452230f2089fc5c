"use client";

import { useRouter } from "next/navigation";
import { useFormatter, useTranslations } from "next-intl";
import type { AvatarDraft } from "../../lib/api-type.ts";
import { api } from "../../lib/browser-api.ts";
import { answerOf } from "../../lib/refusal.ts";
import { useAction } from "../../lib/use-action.ts";
import { Button } from "../../ui/button.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { ReachLink } from "../../ui/reach-link.tsx";
import { ProblemNotice } from "../problem-notice.tsx";

/** A persona that is not one yet: go on with it, or let it go. */
export function DraftCard({ draft }: { draft: AvatarDraft }) {
  const t = useTranslations("avatar");
  const format = useFormatter();
  const router = useRouter();
  const { run, problem, isPending } = useAction();
  const name = draft.fields.name || t("nameless");
  const remove = () =>
    run(async () => {
      await answerOf(api.avatars.drafts[":draftId"].$delete({ param: { draftId: draft.id } }));
      router.refresh();
    });
  return (
    <div className="grid gap-2">
      <ReachLink
        href={`/avatars/new?draft=${draft.id}&step=${draft.step}`}
        className="grid gap-2 rounded-media"
      >
        <span className="block p-1.5">
          <span className="grid aspect-4/5 place-content-center gap-1 rounded-media border border-dashed border-edge p-3 text-center">
            <span className="font-medium wrap-anywhere">{name}</span>
            <span className="text-13 text-ink-2">{t("draftContinue")}</span>
          </span>
        </span>
      </ReachLink>
      <div className="flex items-center justify-between gap-2 px-1.5 text-13 text-ink-2">
        <time dateTime={draft.updatedAt}>
          {format.dateTime(new Date(draft.updatedAt), { dateStyle: "medium" })}
        </time>
        <ConfirmDialog
          trigger={
            <Button
              variant="quiet"
              className="px-2"
              disabled={isPending}
              aria-label={t("deleteDraftOf", { name })}
            />
          }
          label={t("deleteDraft")}
          title={t("deleteDraftTitle", { name })}
          lead={t("deleteDraftLead")}
          dismiss={t("keepGoing")}
          confirm={t("deleteDraft")}
          onConfirm={remove}
        />
      </div>
      <ProblemNotice problem={problem} />
    </div>
  );
}
