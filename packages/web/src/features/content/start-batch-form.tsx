"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { api } from "../../lib/browser-api.ts";
import { answerOf } from "../../lib/refusal.ts";
import { useForm } from "../../lib/use-form.ts";
import { useRequestKey } from "../../lib/use-request-key.ts";
import { Button } from "../../ui/button.tsx";
import { InputField } from "../../ui/field.tsx";
import { ProblemNotice } from "../problem-notice.tsx";

export function StartBatchForm({ avatarId }: { avatarId: string }) {
  const t = useTranslations("content");
  const remedy = useTranslations("field");
  const router = useRouter();
  const keyOf = useRequestKey();
  const { handlers, invalid, problem, isPending } = useForm({
    schema: () => import("@vixen/core/content/schema.ts").then((file) => file.StartBatch),
    read: (form) => ({ avatarId, count: Number(form.get("count") || Number.NaN) }),
    send: async (json) => {
      const { id } = await answerOf(api.content.batches.$post({ json, header: keyOf(json) }));
      router.push(`/batches/${id}`);
    },
  });
  return (
    <form method="post" noValidate {...handlers} className="grid max-w-xs gap-3">
      <ProblemNotice problem={problem} />
      <InputField
        name="count"
        label={t("count")}
        hint={t("countHint")}
        inputMode="numeric"
        defaultValue="50"
        error={invalid.has("count") ? remedy("count") : undefined}
      />
      <Button type="submit" variant="primary" disabled={isPending} className="justify-self-start">
        {t("start")}
      </Button>
    </form>
  );
}
