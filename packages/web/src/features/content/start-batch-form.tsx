"use client";

import { useRouter } from "next/navigation";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { api } from "../../lib/browser-api.ts";
import { answerOf } from "../../lib/refusal.ts";
import { useForm } from "../../lib/use-form.ts";
import { useRequestKey } from "../../lib/use-request-key.ts";
import { Button } from "../../ui/button.tsx";
import { InputField } from "../../ui/field.tsx";
import { roughMoney } from "../cost/money.ts";
import { ProblemNotice } from "../problem-notice.tsx";
import { useBatchEstimate } from "./use-batch-estimate.ts";

const usual = "50";

export function StartBatchForm({ avatarId }: { avatarId: string }) {
  const t = useTranslations("content");
  const remedy = useTranslations("field");
  const router = useRouter();
  const keyOf = useRequestKey();
  const [typed, setTyped] = useState(usual);
  const { handlers, invalid, problem, isPending } = useForm({
    schema: () => import("@vixen/core/content/schema.ts").then((file) => file.StartBatch),
    read: (form) => ({ avatarId, count: Number(form.get("count") || Number.NaN) }),
    send: async (json) => {
      const { id } = await answerOf(api.content.batches.$post({ json, header: keyOf(json) }));
      router.push(`/batches/${id}`);
    },
  });
  return (
    <form method="post" noValidate {...handlers} className="grid max-w-md gap-3">
      <ProblemNotice problem={problem} />
      <div className="grid max-w-xs">
        <InputField
          name="count"
          label={t("count")}
          hint={t("countHint")}
          inputMode="numeric"
          defaultValue={usual}
          onChange={(event) => setTyped(event.currentTarget.value)}
          error={invalid.has("count") ? remedy("count") : undefined}
        />
      </div>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button type="submit" variant="primary" disabled={isPending}>
          {t("start")}
        </Button>
        <Price count={countOf(typed)} />
      </div>
    </form>
  );
}

/** What the batch will cost and take, before it is asked for. */
function Price({ count }: { count: number | undefined }) {
  const t = useTranslations("content");
  const format = useFormatter();
  const estimate = useBatchEstimate(count);
  const words = () => {
    if (count === undefined) return "";
    if (estimate === undefined) return t("pricing");
    if (estimate === "unavailable") return t("priceUnavailable");
    const minutes = Math.max(1, Math.round(estimate.seconds / 60));
    return t("price", { cost: roughMoney(format, estimate.amountNanos), minutes });
  };
  return (
    <p aria-live="polite" className="min-h-5 text-13 text-ink-2 tabular-nums">
      {words()}
    </p>
  );
}

/** The number of pieces as it is typed; undefined while it is none that a batch may have. */
function countOf(typed: string): number | undefined {
  const count = Number(typed);
  return typed.trim() !== "" && Number.isInteger(count) && count >= 1 && count <= 200 ? count : undefined;
}
