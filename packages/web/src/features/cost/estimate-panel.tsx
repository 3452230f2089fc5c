"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import type { Estimate } from "../../lib/api-type.ts";
import { api } from "../../lib/browser-api.ts";
import { answerOf } from "../../lib/refusal.ts";
import { kindName } from "./kind-name.ts";
import { money, roughMoney } from "./money.ts";

type Choice = {
  preset: "fast" | "balanced" | "best";
  candidateCount: number;
  /** What the persona may cost; undefined for no cap. */
  capCents?: number | undefined;
  /** What the server found for the choice that the page opens with. */
  initial?: Estimate | undefined;
};

const nanosPerCent = 10_000_000;

/** What the setup costs and takes, asked anew whenever the choice changes. */
export function EstimatePanel({ preset, candidateCount, capCents, initial }: Choice) {
  const t = useTranslations("estimate");
  const kind = useTranslations("kind");
  const format = useFormatter();
  const [estimate, setEstimate] = useState<Estimate | "unavailable" | undefined>(initial);
  const isInitial = useRef(initial !== undefined);
  useEffect(() => {
    if (isInitial.current) {
      isInitial.current = false;
      return;
    }
    let isGone = false;
    const query = { preset, candidateCount: String(candidateCount) };
    answerOf(api.costs.estimates.setup.$get({ query }))
      .then((answer) => !isGone && setEstimate(answer))
      .catch(() => !isGone && setEstimate("unavailable"));
    return () => {
      isGone = true;
    };
  }, [preset, candidateCount]);
  return (
    <aside
      aria-labelledby="estimate"
      className="grid content-start gap-3 self-start rounded-media border border-line bg-surface p-5"
    >
      <h2 id="estimate" className="text-16">
        {t("title")}
      </h2>
      {estimate === "unavailable" ? <p className="text-ink-2">{t("unavailable")}</p> : null}
      {estimate === undefined ? <div className="skeleton h-32" /> : null}
      {typeof estimate === "object" ? (
        <div className="grid gap-3 tabular-nums" aria-live="polite">
          <p>
            <span className="text-28 font-semibold">{money(format, estimate.amountNanos)}</span>
            <br />
            <span className="text-ink-2">
              {t("about", { minutes: Math.max(1, Math.round(estimate.seconds / 60)) })}
            </span>
          </p>
          <dl className="grid gap-1.5 border-t border-line pt-3 text-13">
            {byKind(estimate).map(([name, nanos]) => (
              <div key={name} className="flex justify-between gap-4">
                <dt className="text-ink-2">{kindName(kind, name)}</dt>
                <dd>
                  {nanos < nanosPerCent ? "< " : ""}
                  {roughMoney(format, nanos)}
                </dd>
              </div>
            ))}
          </dl>
          {capCents !== undefined && estimate.amountNanos > capCents * nanosPerCent ? (
            <p className="text-13 text-warn">
              {t("overCap", { cap: money(format, capCents * nanosPerCent) })}
            </p>
          ) : null}
          <p className="text-13 text-ink-3">{t("note")}</p>
        </div>
      ) : null}
    </aside>
  );
}

/** Several models share a kind; which one costs what is the ledger's to say. */
function byKind({ lines }: Estimate): [string, number][] {
  const sums = new Map<string, number>();
  for (const { kind, amountNanos } of lines) sums.set(kind, (sums.get(kind) ?? 0) + amountNanos);
  return [...sums].toSorted(([, a], [, b]) => b - a);
}
