"use client";

import { useTranslations } from "next-intl";
import type { Problem } from "../../lib/use-form.ts";
import { Button } from "../../ui/button.tsx";
import { ProblemNotice } from "../problem-notice.tsx";

/** A refusal; where somebody else was faster, with the button that shows what they wrote. What is typed stays. */
export function ConflictNotice({
  problem,
  onReload,
}: {
  problem: Problem | undefined;
  onReload: () => void;
}) {
  const t = useTranslations("identity");
  if (!problem) return null;
  return (
    <div className="grid justify-items-start gap-2">
      <ProblemNotice problem={problem} />
      {problem.code === "identity_changed" ? <Button onClick={onReload}>{t("reload")}</Button> : null}
    </div>
  );
}
