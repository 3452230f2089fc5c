"use client";

import { useFormatter, useTranslations } from "next-intl";
import type { AvatarOverview } from "../../lib/api-type.ts";
import { Progress } from "../../ui/progress.tsx";
import { timeLeft } from "../activity/job-line.tsx";
import { useNow } from "../activity/use-now.ts";

type Step = NonNullable<AvatarOverview["setup"]>["steps"][number];

/** How far the running step is and how long it takes on: by what it counts, else by the time that is usual here. */
export function StepProgress({ avatar, step }: { avatar: AvatarOverview; step: Step }) {
  const t = useTranslations("step");
  const format = useFormatter();
  const activity = useTranslations("activity");
  const now = useNow(true);
  const elapsed = Math.max(0, (now - Date.parse(step.startedAt)) / 1000);
  const expected = step.expectedSeconds ?? 0;
  const counted = countedOf(avatar, step);
  const share = counted ? counted.done / counted.total : Math.min(0.95, elapsed / Math.max(expected, 1));
  const left = expected - elapsed;
  return (
    <>
      <Progress label={t(step.step)} value={Math.round(share * 1_000)} max={1_000} />
      {/* The server's moment is not the browser's: the next second has it right. */}
      <p suppressHydrationWarning className="text-13 text-ink-2 tabular-nums">
        {[
          step.step === "train-lora" && counted
            ? t("stepOf", { done: format.number(counted.done), total: format.number(counted.total) })
            : undefined,
          left > 0 ? timeLeft(activity, left) : t("late"),
        ]
          .filter(Boolean)
          .join(" · ")}
      </p>
    </>
  );
}

function countedOf({ dataset, training }: AvatarOverview, { step }: Step) {
  if (step === "generate-dataset" && dataset && dataset.planned > 0) {
    return { done: dataset.settled, total: dataset.planned };
  }
  if (step === "train-lora" && training?.steps && training.stepsDone !== null) {
    return { done: training.stepsDone, total: training.steps };
  }
  return undefined;
}
