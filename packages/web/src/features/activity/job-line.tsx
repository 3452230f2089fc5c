"use client";

import { useTranslations } from "next-intl";
import type { Job } from "../../lib/api-type.ts";
import { Progress } from "../../ui/progress.tsx";
import { ReachLink } from "../../ui/reach-link.tsx";
import { jobNow, placeOf } from "./running.ts";

type Props = { job: Job; secondsSince: number; onFollow?: () => void };

/** What runs, how far it is and how long it will take on; leads to its place. */
export function JobLine({ job, secondsSince, onFollow }: Props) {
  const t = useTranslations("activity");
  const step = useTranslations("step");
  const { progress, secondsLeft } = jobNow(job, secondsSince);
  const counts = { done: job.done, total: job.total };
  const title = t(job.kind, { name: job.avatarName, total: job.total });
  const counted = job.kind === "setup" ? t("picturesDone", counts) : t(`${job.kind}Done`, counts);
  const isCounted = job.kind !== "setup" || job.step === "generate-dataset";
  const where = job.step ? step(job.step) : job.kind === "setup" ? t("starting") : undefined;
  return (
    <ReachLink
      href={placeOf(job)}
      onClick={onFollow}
      className="grid gap-1.5 rounded-control px-2 py-2 hover:bg-raised"
    >
      <span className="flex justify-between gap-3">
        <span className="min-w-0 truncate font-medium">{title}</span>
        {/* The server's moment is not the browser's: the next second has it right. */}
        <span suppressHydrationWarning className="shrink-0 text-13 text-ink-2 tabular-nums">
          {t("percent", { share: Math.floor(progress * 100) })}
        </span>
      </span>
      <Progress label={title} value={Math.round(progress * 1_000)} max={1_000} />
      <span className="flex flex-wrap justify-between gap-x-3 text-13 text-ink-2 tabular-nums">
        <span>{[where, isCounted ? counted : undefined].filter(Boolean).join(" · ")}</span>
        {secondsLeft === null ? null : <span suppressHydrationWarning>{timeLeft(t, secondsLeft)}</span>}
      </span>
    </ReachLink>
  );
}

/** In words, and never more exact than it can be. */
export function timeLeft(t: ReturnType<typeof useTranslations<"activity">>, seconds: number): string {
  if (seconds < 5) return t("nearlyDone");
  if (seconds < 60) return t("secondsLeft", { count: Math.ceil(seconds / 5) * 5 });
  if (seconds < 90 * 60) return t("minutesLeft", { count: Math.round(seconds / 60) });
  return t("hoursLeft", { count: Math.round(seconds / 3600) });
}
