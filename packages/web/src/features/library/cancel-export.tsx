"use client";

import { useTranslations } from "next-intl";
import { api } from "../../lib/browser-api.ts";
import { answerOf } from "../../lib/refusal.ts";
import { useAction } from "../../lib/use-action.ts";
import { Button } from "../../ui/button.tsx";
import { ProblemNotice } from "../problem-notice.tsx";

type Props = { exportId: string; onCanceled?: () => void; className?: string };

/** Stops a zip that is being packed. */
export function CancelExport({ exportId, onCanceled, className }: Props) {
  const t = useTranslations("library");
  const { run, problem, isPending } = useAction();
  const cancel = () =>
    run(async () => {
      await answerOf(api.content.exports[":exportId"].cancel.$post({ param: { exportId } }));
      onCanceled?.();
    });
  return (
    <>
      <Button className={className} disabled={isPending} onClick={cancel}>
        {t("cancelZip")}
      </Button>
      <ProblemNotice problem={problem} />
    </>
  );
}
