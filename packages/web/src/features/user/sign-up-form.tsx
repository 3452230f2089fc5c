"use client";

import * as UserSchema from "@vixen/core/user/schema.ts";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { api } from "../../lib/browser-api.ts";
import { answerOf } from "../../lib/refusal.ts";
import { useForm } from "../../lib/use-form.ts";
import { Button } from "../../ui/button.tsx";
import { InputField } from "../../ui/field.tsx";
import { ProblemNotice } from "../problem-notice.tsx";
import { MailSent } from "./mail-sent.tsx";

export function SignUpForm() {
  const t = useTranslations("auth");
  const remedy = useTranslations("field");
  const language = useLocale();
  const [sentTo, setSentTo] = useState<string>();
  const { onSubmit, invalid, problem, isPending } = useForm({
    schema: UserSchema.SignUp,
    read: (form) => ({
      name: form.get("name"),
      email: form.get("email"),
      password: form.get("password"),
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
    <form method="post" noValidate onSubmit={onSubmit} className="grid gap-4">
      <ProblemNotice problem={problem} />
      <InputField
        name="name"
        autoComplete="name"
        label={t("name")}
        error={invalid.has("name") ? remedy("userName") : undefined}
      />
      <InputField
        name="email"
        type="email"
        autoComplete="username"
        label={t("email")}
        error={invalid.has("email") ? remedy("email") : undefined}
      />
      <InputField
        name="password"
        type="password"
        autoComplete="new-password"
        label={t("password")}
        hint={t("passwordHint")}
        error={invalid.has("password") ? remedy("password") : undefined}
      />
      <Button type="submit" variant="primary" disabled={isPending} width="full">
        {t("signUp")}
      </Button>
      <p className="text-ink-2">
        {t("haveAccount")}{" "}
        <Link href="/sign-in" className="text-ink underline underline-offset-4">
          {t("signIn")}
        </Link>
      </p>
    </form>
  );
}
