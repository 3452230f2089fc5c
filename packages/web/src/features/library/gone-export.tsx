"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { api } from "../../lib/browser-api.ts";
import { answerOf } from "../../lib/refusal.ts";
import { useAction } from "../../lib/use-action.ts";
import { useRequestKey } from "../../lib/use-request-key.ts";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { ProblemNotice } from "../problem-notice.tsx";

/** What a link to a zip leads to whose file is deleted; `exportId` as long as it can be packed again. */
export function GoneExport({ exportId }: { exportId: string | undefined }) {
  const t = useTranslations("library");
  const router = useRouter();
  const { run, problem, isPending } = useAction();
  const keyOf = useRequestKey();
  const again = (id: string) =>
    run(async () => {
      const param = { exportId: id };
      await answerOf(api.content.exports[":exportId"].again.$post({ param, header: keyOf({ again: id }) }));
      router.replace("/library");
    });
  return (
    <Notice tone="info">
      <p>
        {t("zipGone")} {exportId ? null : t("zipForgotten")}
      </p>
      <ProblemNotice problem={problem} />
      {exportId ? (
        <Button className="justify-self-start" disabled={isPending} onClick={() => again(exportId)}>
          {t("packAgain")}
        </Button>
      ) : null}
    </Notice>
  );
}
