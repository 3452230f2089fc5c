import { Undo2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { RejectReasons } from "./reject-reasons.tsx";
import type { Done } from "./use-decisions.ts";
import { useRejectReason } from "./use-reject-reason.ts";

type Props = {
  done: Done | undefined;
  onUndo: () => void;
  onExplain: (reason: string) => void;
  /** While somebody is in the bar it stays. */
  onHold: (isHeld: boolean) => void;
};

/** Says what was done, and for as long as it stands there, takes it back; a rejection can be told a reason. */
export function UndoBar({ done, onUndo, onExplain, onHold }: Props) {
  const t = useTranslations("library");
  const did = useTranslations("pieceDid");
  const reasonOf = useRejectReason();
  // A phone has no room for what not everybody wants: there the reasons come on a touch.
  const [asked, setAsked] = useState<Done>();
  const hasReasons = done?.decision === "reject" && done.outcomes.length > 0;
  return (
    <div className="pointer-events-none fixed inset-x-4 top-16 z-30 flex items-start justify-center md:top-auto md:bottom-6">
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields */}
      <div
        role="group"
        aria-label={t("lastDecision")}
        onFocus={() => onHold(true)}
        onBlur={() => onHold(false)}
        className={
          done
            ? "pointer-events-auto grid max-w-xl gap-2 rounded-control border border-line bg-surface px-3 py-2 shadow-float"
            : "sr-only"
        }
      >
        <div className="flex flex-wrap items-center gap-3">
          <p role="status">
            {done ? did(done.decision, { count: done.outcomes.length }) : ""}
            {done?.reason ? `: ${reasonOf(done.reason)}` : ""}
            {done && done.refused > 0 ? (
              <span className="ml-3 text-warn">{t("refused", { count: done.refused })}</span>
            ) : null}
          </p>
          {done && done.outcomes.length > 0 ? (
            <Button onClick={onUndo}>
              <Undo2 aria-hidden /> {t("undo")}
            </Button>
          ) : null}
          {hasReasons && !done.reason && asked !== done ? (
            <Button variant="quiet" className="md:hidden" onClick={() => setAsked(done)}>
              {t("whyShort")}
            </Button>
          ) : null}
        </div>
        {hasReasons && !done.reason ? (
          <div className={asked === done ? undefined : "max-md:hidden"}>
            <RejectReasons onExplain={onExplain} />
          </div>
        ) : null}
      </div>
    </div>
  );
}
