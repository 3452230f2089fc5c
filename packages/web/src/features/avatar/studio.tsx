"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import type { AvatarOverview, Candidate } from "../../lib/api-type.ts";
import { api } from "../../lib/browser-api.ts";
import { answerOf } from "../../lib/refusal.ts";
import { useAction } from "../../lib/use-action.ts";
import { useLive } from "../../lib/use-live.ts";
import { useRequestKey } from "../../lib/use-request-key.ts";
import { Button } from "../../ui/button.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { Notice } from "../../ui/notice.tsx";
import { ProblemNotice } from "../problem-notice.tsx";
import { CapForm } from "./cap-form.tsx";
import { DeleteAvatar } from "./delete-avatar.tsx";
import { Faces } from "./faces.tsx";
import { Pipeline } from "./pipeline.tsx";

type Props = { initial: AvatarOverview; candidates: Candidate[] };

/** What an avatar's setup is about: the faces while there is no face, then the line of steps. */
export function Studio({ initial, candidates }: Props) {
  const t = useTranslations("avatar");
  const error = useTranslations("error");
  const router = useRouter();
  const param = { avatarId: initial.id };
  const route = api.avatars[":avatarId"];
  const { run, problem, isPending } = useAction();
  const keyOf = useRequestKey();
  const show = (next: AvatarOverview) => {
    // The server rendered the portrait, the state and the other tabs: they are due as well.
    if (next.status !== avatar.status) router.refresh();
    return next;
  };
  const read = async () => show(await answerOf(route.$get({ param })));
  const {
    value: avatar,
    setValue,
    isStale,
  } = useLive(initial, read, [`avatar:${initial.id}`, `dataset:${initial.id}`]);
  const cancel = () => run(async () => setValue(show(await answerOf(route.cancel.$post({ param })))));
  const retry = () =>
    run(async () => {
      const header = keyOf({ retry: avatar.setup?.run.id });
      setValue(show(await answerOf(route.retry.$post({ param, header }))));
    });
  const archive = (isArchived: boolean) =>
    run(async () => setValue(show(await answerOf(route.$patch({ param, json: { isArchived } })))));
  const remove = () =>
    run(async () => {
      await answerOf(route.$delete({ param }));
      router.push(`/avatars/${initial.id}/removal`);
    });

  return (
    <div className="grid gap-5">
      {isStale ? <Notice tone="info">{error("stale")}</Notice> : null}
      <ProblemNotice problem={problem} />
      {avatar.status === "archived" ? <Notice tone="info">{t("archivedLead")}</Notice> : null}
      {avatar.status === "draft" ? (
        <Faces avatar={avatar} initial={candidates} />
      ) : (
        <Pipeline
          avatar={avatar}
          retry={
            avatar.status === "failed" || avatar.status === "canceled" ? (
              <Button variant="primary" className="mt-1" onClick={retry} disabled={isPending}>
                {t("retry")}
              </Button>
            ) : null
          }
        />
      )}
      {avatar.status === "draft" || avatar.status === "archived" ? null : (
        <CapForm key={avatar.costCapCents} avatar={avatar} onSaved={setValue} />
      )}
      <div className="flex flex-wrap gap-2">
        {avatar.status === "training" ? (
          <ConfirmDialog
            trigger={<Button disabled={isPending} />}
            label={t("cancel")}
            title={t("cancelTitle")}
            lead={t("cancelLead")}
            dismiss={t("keepGoing")}
            confirm={t("cancel")}
            onConfirm={cancel}
          />
        ) : (
          <>
            <Button onClick={() => archive(avatar.status !== "archived")} disabled={isPending}>
              {t(avatar.status === "archived" ? "unarchive" : "archive")}
            </Button>
            <DeleteAvatar avatar={avatar} isBusy={isPending} onDelete={remove} />
          </>
        )}
      </div>
    </div>
  );
}
