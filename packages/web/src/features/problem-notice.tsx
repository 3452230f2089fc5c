"use client";

import { useTranslations } from "next-intl";
import type { Problem } from "../lib/use-form.ts";
import { Notice } from "../ui/notice.tsx";

/** What the API said no with, in the reader's language, with the number to ask about. */
export function ProblemNotice({ problem }: { problem: Problem | undefined }) {
  const t = useTranslations("error");
  if (!problem) return null;
  const code = problem.code as "internal";
  return (
    <Notice tone="bad">
      <p>{t.has(code) ? t(code) : t("internal")}</p>
      {problem.requestId ? (
        <p className="text-13 text-ink-3">{t("requestId", { id: problem.requestId })}</p>
      ) : null}
    </Notice>
  );
}
