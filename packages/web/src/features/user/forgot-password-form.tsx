"use client";

import * as UserSchema from "@vixen/core/user/schema.ts";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { api } from "../../lib/browser-api.ts";
import { answerOf } from "../../lib/refusal.ts";
import { useForm } from "../../lib/use-form.ts";
import { Button } from "../../ui/button.tsx";
import { InputField } from "../../ui/field.tsx";
import { ProblemNotice } from "../problem-notice.tsx";
import { MailSent } from "./mail-sent.tsx";

export function ForgotPasswordForm() {
  const t = useTranslations("auth");
  const remedy = useTranslations("field");
  const [sentTo, setSentTo] = useState<string>();
  const { onSubmit, invalid, problem, isPending } = useForm({
    schema: UserSchema.PasswordResetRequest,
    read: (form) => ({ email: form.get("email") }),
    send: async (json) => {
      await answerOf(api.auth["password-reset"].$post({ json }));
      setSentTo(json.email);
    },
  });
  if (sentTo) return <MailSent email={sentTo} />;
  return (
    <form method="post" noValidate onSubmit={onSubmit} className="grid gap-4">
      <ProblemNotice problem={problem} />
      <InputField
        name="email"
        type="email"
        autoComplete="username"
        label={t("email")}
        error={invalid.has("email") ? remedy("email") : undefined}
      />
      <Button type="submit" variant="primary" disabled={isPending} width="full">
        {t("resetSend")}
      </Button>
    </form>
  );
}
