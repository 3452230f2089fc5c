"use client";

import type { SignUp } from "@vixen/core/user/schema.ts";
import { useLocale, useTranslations } from "next-intl";
import type { z } from "zod";
import { api } from "../../lib/browser-api.ts";
import { answerOf } from "../../lib/refusal.ts";
import { useForm } from "../../lib/use-form.ts";
import { InputField } from "../../ui/field.tsx";
import { ReachLink } from "../../ui/reach-link.tsx";
import { AuthForm, EmailField, PasswordField } from "./auth-form.tsx";
import { MailSent } from "./mail-sent.tsx";
import { useMailForm } from "./use-mail-form.ts";

export function SignUpForm({ mailPage }: { mailPage: string | undefined }) {
  const t = useTranslations();
  const language = useLocale();
  const { sent, send, again, place } = useMailForm((json: z.infer<typeof SignUp>) =>
    answerOf(api.auth["sign-up"].$post({ json })),
  );
  const form = useForm({
    schema: () => import("@vixen/core/user/schema.ts").then((file) => file.SignUp),
    read: (fields) => ({
      name: fields.get("name"),
      email: fields.get("email"),
      password: fields.get("password"),
      language,
      timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    }),
    send,
  });
  return (
    <>
      {sent ? <MailSent email={sent.email} {...again} mailPage={mailPage} /> : null}
      <div {...place} className="grid gap-5">
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
          <ReachLink href="/sign-in" className="text-ink underline underline-offset-4">
            {t("auth.signIn")}
          </ReachLink>
        </p>
      </div>
    </>
  );
}
