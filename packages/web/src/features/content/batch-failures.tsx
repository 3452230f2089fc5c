"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useCallback, useEffect, useState } from "react";
import type { Batch, FailureClass } from "../../lib/api-type.ts";
import { api } from "../../lib/browser-api.ts";
import { answerOf } from "../../lib/refusal.ts";
import { useAction } from "../../lib/use-action.ts";
import { useRequestKey } from "../../lib/use-request-key.ts";
import { Button } from "../../ui/button.tsx";
import { money, roughMoney } from "../cost/money.ts";
import { ProblemNotice } from "../problem-notice.tsx";
import { TechnicalDetail } from "./technical-detail.tsx";
import { usePieceFailure } from "./use-piece-failure.ts";

type Props = { batch: Batch; onRetried: (batch: Batch) => void };

/** What failed, by the kind of failure, with what it cost, and another try. */
export function BatchFailures({ batch, onRetried }: Props) {
  const t = useTranslations("library");
  const format = useFormatter();
  const failureOf = usePieceFailure();
  const [classes, setClasses] = useState<FailureClass[]>([]);
  const { run, problem, isPending } = useAction();
  const keyOf = useRequestKey();
  const param = { batchId: batch.id };
  const load = useCallback(async () => {
    const { items } = await answerOf(
      api.content.batches[":batchId"].failures.$get({ param: { batchId: batch.id } }),
    );
    setClasses(items);
  }, [batch.id]);
  useEffect(() => {
    // Without the list nothing is lost: the counts above say how many failed.
    if (batch.counts.failed > 0) load().catch(() => undefined);
    else setClasses([]);
  }, [batch.counts.failed, load]);
  const retry = (failureCode?: string) =>
    run(async () => {
      const json = failureCode ? { failureCode } : {};
      // The counts are part of the intent: when the same failed again, trying again is another request.
      const header = keyOf({ ...json, counts: batch.counts });
      onRetried((await answerOf(api.content.batches[":batchId"].retry.$post({ param, json, header }))).batch);
    });
  const retryNanos = classes.reduce((sum, failure) => sum + failure.retryNanos, 0);
  if (classes.length === 0) return <ProblemNotice problem={problem} />;
  return (
    <section className="grid gap-2">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 className="text-16">{t("failures")}</h2>
        {classes.length > 1 ? (
          <Button disabled={isPending} onClick={() => retry()}>
            {t("retryAllPriced", { amount: roughMoney(format, retryNanos) })}
          </Button>
        ) : null}
      </div>
      <ProblemNotice problem={problem} />
      <ul className="grid divide-y divide-line border-y border-line">
        {classes.map((failure) => (
          <li key={failure.code} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-2">
            <div className="grid min-w-0 gap-0.5">
              <p>
                <strong className="tabular-nums">{failure.count}</strong> · {failureOf(failure.code)}{" "}
                <span className="text-13 text-ink-2 tabular-nums">
                  {t("spent", { amount: money(format, failure.spentNanos) })}
                </span>
              </p>
              <TechnicalDetail code={failure.code} message={failure.message} />
            </div>
            <Button disabled={isPending} onClick={() => retry(failure.code)}>
              {t("retryClass", { amount: roughMoney(format, failure.retryNanos) })}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
