"use client";

import { type SetupStep, setupSteps } from "@vixen/core/avatar/vocabulary.ts";
import { Check, CircleDashed, Loader, X } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { AvatarOverview } from "../../lib/api-type.ts";
import { money } from "../cost/money.ts";
import { durationOf } from "./duration.ts";
import { StepProgress } from "./step-progress.tsx";
import { Thumbnails } from "./thumbnails.tsx";
import { useStopReason } from "./use-stop-reason.ts";

type StepStatus = "waiting" | "running" | "succeeded" | "failed" | "canceled";
const icons = { waiting: CircleDashed, running: Loader, succeeded: Check, failed: X, canceled: X };
const colors = {
  waiting: "text-ink-3",
  running: "text-info",
  succeeded: "text-good",
  failed: "text-bad",
  canceled: "text-ink-3",
};

/** A hundredth of a cent: a single write to the storage would be shown as nothing. */
const leastShownNanos = 100_000;

type Props = {
  avatar: AvatarOverview;
  /** The way on from the step that the setup stopped at. */
  retry: ReactNode;
};

/** The setup as a vertical line: what is done, what it took, cost and shows, what runs and how far, why it stopped. */
export function Pipeline({ avatar, retry }: Props) {
  const t = useTranslations("step");
  const reasonOf = useStopReason();
  const format = useFormatter();
  if (!avatar.setup) return null;
  const { run, steps } = avatar.setup;
  const stoppedAt = run.status === "failed" || run.status === "canceled" ? lastStep(avatar.setup) : undefined;
  return (
    <ol aria-label={t("lineLabel")} className="grid">
      {avatar.faceUrl ? (
        <Line status="succeeded" name={t("faces")} facts={[costOf("faces")]}>
          <Thumbnails label={t("face")} urls={[avatar.faceUrl]} />
        </Line>
      ) : null}
      {setupSteps.map((name) => {
        const step = steps.find((row) => row.step === name);
        const isOver = run.status !== "running" && step?.status === "running";
        // The machine may have been stopped before the step could say so of itself.
        const stopped = run.status === "canceled" ? "canceled" : "failed";
        const status: StepStatus = isOver ? stopped : (step?.status ?? "waiting");
        const code = step?.errorCode ?? (run.errorStep === name ? run.errorCode : null);
        const time = (step?.endedAt ? timeOf(name) : undefined) ?? t(status);
        return (
          <Line key={name} status={status} name={t(name)} facts={[costOf(name), time]}>
            {status === "running" && step ? <StepProgress avatar={avatar} step={step} /> : null}
            {name === "generate-dataset" ? <Pictures avatar={avatar} /> : null}
            {code && (status === "failed" || run.errorStep === name) ? (
              <p className="text-13 text-bad">{reasonOf(code)}</p>
            ) : null}
            {name === stoppedAt ? retry : null}
          </Line>
        );
      })}
    </ol>
  );

  /** As the cost: of all its runs, so the two belong together. */
  function timeOf(name: SetupStep): string | undefined {
    const took = avatar.stepTimes[name];
    if (!took) return undefined;
    const time = durationOf(format, took.seconds);
    return took.runs > 1 ? t("inRuns", { time, count: took.runs }) : time;
  }

  function costOf(part: SetupStep | "faces"): string | undefined {
    const nanos = avatar.stepCosts[part] ?? 0;
    return nanos >= leastShownNanos ? money(format, nanos) : undefined;
  }
}

type LineProps = { status: StepStatus; name: string; facts: (string | undefined)[]; children: ReactNode };

function Line({ status, name, facts, children }: LineProps) {
  const Icon = icons[status];
  return (
    <li
      aria-current={status === "running" ? "step" : undefined}
      className="relative grid grid-cols-[20px_minmax(0,1fr)] gap-3 pb-5 before:absolute before:top-6 before:bottom-1 before:left-[9.5px] before:w-px before:bg-line last:pb-0 last:before:hidden"
    >
      <Icon aria-hidden className={`mt-0.5 size-5 ${colors[status]}`} />
      <div className="grid justify-items-start gap-1">
        <p className="flex w-full flex-wrap justify-between gap-x-3">
          <span className={status === "waiting" ? "text-ink-2" : "font-medium"}>{name}</span>
          <span className="text-13 text-ink-3 tabular-nums">{facts.filter(Boolean).join(" · ")}</span>
        </p>
        {children}
      </div>
    </li>
  );
}

/** How many pictures there are, and the first that passed. */
function Pictures({ avatar: { dataset, pictureUrls } }: Pick<Props, "avatar">) {
  const t = useTranslations("step");
  if (!dataset) return null;
  const { settled, planned, kept } = dataset;
  return (
    <>
      <p className="text-13 text-ink-2 tabular-nums">{t("pictures", { settled, planned, kept })}</p>
      <Thumbnails label={t("shown")} urls={pictureUrls} />
    </>
  );
}

/** Where a run that stopped goes on: the step that failed, else the one it had come to. */
function lastStep({ run, steps }: NonNullable<AvatarOverview["setup"]>): SetupStep {
  const failed = setupSteps.find((name) => name === run.errorStep);
  return (
    failed ??
    steps.findLast(({ status }) => status !== "succeeded")?.step ??
    steps.at(-1)?.step ??
    setupSteps[0]
  );
}
