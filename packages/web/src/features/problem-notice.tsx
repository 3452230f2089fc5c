"use client";

import { useTranslations } from "next-intl";
import type { Problem } from "../lib/use-form.ts";
import { useProblemText } from "../lib/use-problem-text.ts";
import { Notice } from "../ui/notice.tsx";

/** What the API said no with, in the reader's language, with the number to ask about. */
export function ProblemNotice({ problem }: { problem: Problem | undefined }) {
  const t = useTranslations("error");
  const textOf = useProblemText();
  if (!problem) return null;
  return (
    <Notice tone="bad">
      <p>{textOf(problem)}</p>
      {problem.requestId ? (
        <p className="text-13 text-ink-3">{t("requestId", { id: problem.requestId })}</p>
      ) : null}
    </Notice>
  );
}
