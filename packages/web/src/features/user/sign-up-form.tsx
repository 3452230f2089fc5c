"use client";

import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { api } from "../../lib/browser-api.ts";
import { answerOf } from "../../lib/refusal.ts";
import { useForm } from "../../lib/use-form.ts";
import { InputField } from "../../ui/field.tsx";
import { AuthForm, EmailField, PasswordField } from "./auth-form.tsx";
import { MailSent } from "./mail-sent.tsx";

export function SignUpForm() {
  const t = useTranslations();
  const language = useLocale();
  const [sentTo, setSentTo] = useState<string>();
  const form = useForm({
    schema: () => import("@vixen/core/user/schema.ts").then((file) => file.SignUp),
    read: (fields) => ({
      name: fields.get("name"),
      email: fields.get("email"),
      password: fields.get("password"),
      language,
      timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    }),
    send: async (json) => {
      await answerOf(api.auth["sign-up"].$post({ json }));
      setSentTo(json.email);
    },
  });
  if (sentTo) return <MailSent email={sentTo} />;
  return (
    <>
      <AuthForm form={form} submit={t("auth.signUp")}>
        <InputField
          name="name"
          autoComplete="name"
          label={t("auth.name")}
          error={form.invalid.has("name") ? t("field.userName") : undefined}
        />
        <EmailField form={form} />
        <PasswordField form={form} isNew />
      </AuthForm>
      <p className="text-ink-2">
        {t("auth.haveAccount")}{" "}
        <Link href="/sign-in" className="text-ink underline underline-offset-4">
          {t("auth.signIn")}
        </Link>
      </p>
    </>
  );
}
