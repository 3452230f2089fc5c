"use client";

import * as AvatarSchema from "@vixen/core/avatar/schema.ts";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { api } from "../../lib/browser-api.ts";
import { answerOf } from "../../lib/refusal.ts";
import { useForm } from "../../lib/use-form.ts";
import { useRequestKey } from "../../lib/use-request-key.ts";
import { Button } from "../../ui/button.tsx";
import { EstimatePanel } from "../cost/estimate-panel.tsx";
import { ProblemNotice } from "../problem-notice.tsx";
import { IdentityFields } from "./identity-fields.tsx";
import { useDraft } from "./use-draft.ts";
import { WayFields } from "./way-fields.tsx";

type Choice = { preset: "fast" | "balanced" | "best"; candidateCount: number };

/** The wizard's first step: who the persona is and how it is to be made. What is typed survives a reload. */
export function CreateForm() {
  const t = useTranslations("wizard");
  const router = useRouter();
  const keyOf = useRequestKey();
  const draft = useDraft("avatar-draft");
  const [choice, setChoice] = useState<Choice>({ preset: "balanced", candidateCount: 4 });
  const { onSubmit, invalid, problem, isPending } = useForm({
    schema: AvatarSchema.Create,
    read: (form) => ({
      name: form.get("name"),
      niche: form.get("niche"),
      style: form.get("style"),
      city: form.get("city"),
      language: form.get("language"),
      age: form.get("age") === "" ? undefined : Number(form.get("age")),
      preset: form.get("preset"),
      isAutomatic: form.get("mode") === "automatic",
      candidateCount: Number(form.get("candidateCount")),
    }),
    send: async (json) => {
      const header = keyOf(json);
      const { id } = await answerOf(api.avatars.$post({ json, header }));
      await answerOf(api.avatars[":avatarId"].candidates.$post({ param: { avatarId: id }, header: {} }));
      draft.clear();
      router.push(`/avatars/${id}`);
    },
  });

  function onChange(event: FormEvent<HTMLFormElement>) {
    const form = new FormData(event.currentTarget);
    draft.save(form);
    const preset = AvatarSchema.Create.shape.preset.safeParse(form.get("preset"));
    const count = Number(form.get("candidateCount"));
    setChoice({ preset: preset.data ?? "balanced", candidateCount: count >= 1 && count <= 8 ? count : 4 });
  }

  return (
    <div className="grid gap-8 lg:grid-cols-[minmax(0,1fr)_300px]">
      <form
        key={draft.key}
        method="post"
        noValidate
        onSubmit={onSubmit}
        onChange={onChange}
        className="grid content-start gap-8"
      >
        <ProblemNotice problem={problem} />
        <IdentityFields invalid={invalid} saved={draft.saved} language={useLocale()} />
        <WayFields invalid={invalid} saved={draft.saved} />
        <Button type="submit" variant="primary" disabled={isPending} className="justify-self-start">
          {isPending ? t("submitting") : t("submit")}
        </Button>
      </form>
      <EstimatePanel {...choice} />
    </div>
  );
}
