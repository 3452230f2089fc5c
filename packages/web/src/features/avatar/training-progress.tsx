"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Progress } from "../../ui/progress.tsx";

type Props = {
  startedAt: string;
  expectedSeconds: number;
  /** What the trainer says of itself; null while it says nothing. */
  stepsDone: number | null;
  steps: number;
};

/** How far a training is: by the trainer's own count where there is one, else by the usual pace. */
export function TrainingProgress({ startedAt, expectedSeconds, stepsDone, steps }: Props) {
  const t = useTranslations("model");
  const format = useFormatter();
  const [now, setNow] = useState<number>();
  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  if (now === undefined) return <div className="skeleton h-6" />;
  const elapsed = (now - Date.parse(startedAt)) / 1000;
  const share = stepsDone !== null && steps > 0 ? stepsDone / steps : elapsed / expectedSeconds;
  // Never full before it has ended.
  const percent = Math.min(99, Math.max(1, Math.round(share * 100)));
  const left = Math.ceil((expectedSeconds - elapsed) / 60);
  return (
    <div className="grid gap-1.5">
      <Progress label={t("progress")} value={percent} max={100} />
      <p className="text-13 text-ink-2 tabular-nums">
        {stepsDone === null
          ? null
          : `${t("stepOf", { done: format.number(stepsDone), total: format.number(steps) })} · `}
        {left > 0 ? t("left", { percent, minutes: left }) : t("late")}
      </p>
    </div>
  );
}
