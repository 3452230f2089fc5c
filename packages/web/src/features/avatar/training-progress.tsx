"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Progress } from "../../ui/progress.tsx";

/** How far a training is by the usual pace: the trainer says nothing that can be relied on before it ends. */
export function TrainingProgress({
  startedAt,
  expectedSeconds,
}: {
  startedAt: string;
  expectedSeconds: number;
}) {
  const t = useTranslations("model");
  const [now, setNow] = useState<number>();
  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  if (now === undefined) return <div className="skeleton h-6" />;
  const elapsed = (now - Date.parse(startedAt)) / 1000;
  // Never full before it has ended: it is an estimate.
  const percent = Math.min(99, Math.max(1, Math.round((elapsed / expectedSeconds) * 100)));
  const left = Math.ceil((expectedSeconds - elapsed) / 60);
  return (
    <div className="grid gap-1.5">
      <Progress label={t("progress")} value={percent} max={100} />
      <p className="text-13 text-ink-2 tabular-nums">
        {left > 0 ? t("left", { percent, minutes: left }) : t("late")}
      </p>
    </div>
  );
}
