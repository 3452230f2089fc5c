"use client";

import { useTranslations } from "next-intl";
import { useAction } from "../../lib/use-action.ts";
import type { Problem } from "../../lib/use-form.ts";
import { Button } from "../../ui/button.tsx";
import { ProblemNotice } from "../problem-notice.tsx";

/** A refusal; where somebody else was faster, with the button that shows what they wrote. What is typed stays. */
export function ConflictNotice({
  problem,
  onReload,
}: {
  problem: Problem | undefined;
  onReload: () => Promise<void>;
}) {
  const t = useTranslations("identity");
  const { run, problem: failure, isPending } = useAction();
  if (!problem) return null;
  return (
    <div className="grid justify-items-start gap-2">
      <ProblemNotice problem={failure ?? problem} />
      {problem.code === "identity_changed" ? (
        <Button disabled={isPending} onClick={() => run(onReload)}>
          {t("reload")}
        </Button>
      ) : null}
    </div>
  );
}
