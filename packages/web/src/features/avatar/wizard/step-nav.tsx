"use client";

import { clsx } from "clsx";
import { useTranslations } from "next-intl";
import { type Step, steps } from "./values.ts";

type Props = { current: Step; isMade: boolean; onGo: (step: Step) => void };

/** The five steps with where one is; the last two need a persona. */
export function StepNav({ current, isMade, onGo }: Props) {
  const t = useTranslations("wizard");
  const isBehind = (index: number) => index < steps.indexOf(current) || (isMade && index < 3);
  return (
    <nav aria-label={t("steps")}>
      <ol className="grid grid-cols-5 gap-2">
        {steps.map((step, index) => (
          <li key={step}>
            <button
              type="button"
              aria-current={step === current ? "step" : undefined}
              disabled={!isMade && index > 2}
              onClick={() => onGo(step)}
              className="thumb group grid w-full content-start! gap-1.5 text-left text-13 text-ink-2 enabled:hover:text-ink disabled:cursor-not-allowed disabled:text-ink-3 aria-[current]:font-medium aria-[current]:text-ink"
            >
              <span
                aria-hidden
                className={clsx(
                  "h-1 rounded-full group-aria-[current]:bg-accent",
                  isBehind(index) ? "bg-edge" : "bg-line",
                )}
              />
              <span>
                {index + 1}
                <span className="sr-only sm:not-sr-only"> {t(step)}</span>
              </span>
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}
