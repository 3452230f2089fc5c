import { setupSteps } from "@vixen/core/avatar/vocabulary.ts";
import { Check, CircleDashed, Loader, X } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import type { AvatarOverview } from "../../lib/api-type.ts";
import { Progress } from "../../ui/progress.tsx";

type StepStatus = "waiting" | "running" | "succeeded" | "failed" | "canceled";
const icons = { waiting: CircleDashed, running: Loader, succeeded: Check, failed: X, canceled: X };
const colors = {
  waiting: "text-ink-3",
  running: "text-info",
  succeeded: "text-good",
  failed: "text-bad",
  canceled: "text-ink-3",
};

/** The setup as a vertical line: what is done, what runs and how far, what waits, and why it stopped. */
export function Pipeline({ avatar }: { avatar: AvatarOverview }) {
  const t = useTranslations("step");
  const error = useTranslations("error");
  const format = useFormatter();
  if (!avatar.setup) return null;
  const { run, steps } = avatar.setup;
  return (
    <ol aria-label={t("lineLabel")} className="grid">
      {setupSteps.map((name) => {
        const step = steps.find((row) => row.step === name);
        const isOver = run.status !== "running" && step?.status === "running";
        const status: StepStatus =
          isOver && run.status === "canceled" ? "canceled" : (step?.status ?? "waiting");
        const Icon = icons[status];
        const code = (step?.errorCode ?? (run.errorStep === name ? run.errorCode : null)) as
          | "internal"
          | null;
        const { dataset } = avatar;
        return (
          <li
            key={name}
            aria-current={status === "running" ? "step" : undefined}
            className="relative grid grid-cols-[20px_minmax(0,1fr)] gap-3 pb-5 before:absolute before:top-6 before:bottom-1 before:left-[9.5px] before:w-px before:bg-line last:pb-0 last:before:hidden"
          >
            <Icon aria-hidden className={`mt-0.5 size-5 ${colors[status]}`} />
            <div className="grid gap-1">
              <p className="flex flex-wrap justify-between gap-x-3">
                <span className={status === "waiting" ? "text-ink-2" : "font-medium"}>{t(name)}</span>
                <span className="text-13 text-ink-3 tabular-nums">
                  {step?.endedAt ? seconds(format, step.startedAt, step.endedAt) : t(status)}
                </span>
              </p>
              {name === "generate-dataset" && dataset ? (
                <>
                  {status === "running" ? (
                    <Progress label={t(name)} value={dataset.settled} max={dataset.planned} />
                  ) : null}
                  <p className="text-13 text-ink-2 tabular-nums">
                    {t("pictures", {
                      settled: dataset.settled,
                      planned: dataset.planned,
                      kept: dataset.kept,
                    })}
                  </p>
                </>
              ) : null}
              {code && (status === "failed" || run.errorStep === name) ? (
                <p className="text-13 text-bad">
                  {error.has(code) ? error(code) : (run.errorMessage ?? code)}
                </p>
              ) : null}
            </div>
          </li>
        );
      })}
    </ol>
  );
}

function seconds(format: ReturnType<typeof useFormatter>, from: string, to: string): string {
  const duration = (Date.parse(to) - Date.parse(from)) / 1000;
  const [value, unit] =
    duration < 90 ? [Math.max(1, Math.round(duration)), "second"] : [Math.round(duration / 60), "minute"];
  return format.number(value as number, { style: "unit", unit: unit as string, unitDisplay: "short" });
}
