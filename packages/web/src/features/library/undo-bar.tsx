import { Undo2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "../../ui/button.tsx";
import type { Done } from "./use-decisions.ts";

/** Says what was done, and for as long as it stands there, takes it back. */
export function UndoBar({ done, onUndo }: { done: Done | undefined; onUndo: () => void }) {
  const t = useTranslations("library");
  const did = useTranslations("pieceDid");
  return (
    <div
      role="status"
      className="pointer-events-none fixed inset-x-4 bottom-24 z-30 flex justify-center md:bottom-6"
    >
      {done ? (
        <div className="pointer-events-auto flex flex-wrap items-center gap-3 rounded-control border border-line bg-surface px-3 py-2 shadow-float">
          <span>{did(done.decision, { count: done.outcomes.length })}</span>
          {done.refused > 0 ? (
            <span className="text-warn">{t("refused", { count: done.refused })}</span>
          ) : null}
          {done.outcomes.length > 0 ? (
            <Button onClick={onUndo}>
              <Undo2 aria-hidden /> {t("undo")}
            </Button>
          ) : null}
        </div>
      ) : null}
    </div>
  );
}
