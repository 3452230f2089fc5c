"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { api } from "../../lib/browser-api.ts";
import { answerOf } from "../../lib/refusal.ts";
import { useForm } from "../../lib/use-form.ts";
import { AuthForm, EmailField } from "./auth-form.tsx";
import { MailSent } from "./mail-sent.tsx";

export function ForgotPasswordForm() {
  const t = useTranslations("auth");
  const [sentTo, setSentTo] = useState<string>();
  const form = useForm({
    schema: () => import("@vixen/core/user/schema.ts").then((file) => file.PasswordResetRequest),
    read: (fields) => ({ email: fields.get("email") }),
    send: async (json) => {
      await answerOf(api.auth["password-reset"].$post({ json }));
      setSentTo(json.email);
    },
  });
  if (sentTo) return <MailSent email={sentTo} />;
  return (
    <AuthForm form={form} submit={t("resetSend")}>
      <EmailField form={form} />
    </AuthForm>
  );
}
