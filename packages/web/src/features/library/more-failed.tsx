import { useTranslations } from "next-intl";
import type { Problem } from "../../lib/use-form.ts";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";

/** Says that the next pieces did not come, and offers another try. */
export function MoreFailed({ problem, onAgain }: { problem: Problem | undefined; onAgain: () => void }) {
  const t = useTranslations("library");
  const error = useTranslations("error");
  if (!problem) return null;
  return (
    <Notice tone="bad">
      <p>{t("moreFailed")}</p>
      {problem.requestId ? (
        <p className="text-13 text-ink-3">{error("requestId", { id: problem.requestId })}</p>
      ) : null}
      <Button className="justify-self-start" onClick={onAgain}>
        {t("again")}
      </Button>
    </Notice>
  );
}
