"use client";

import { useTranslations } from "next-intl";
import { api } from "../../lib/browser-api.ts";
import { answerOf } from "../../lib/refusal.ts";
import { useForm } from "../../lib/use-form.ts";
import { AuthForm, EmailField } from "./auth-form.tsx";
import { MailSent } from "./mail-sent.tsx";
import { useMailForm } from "./use-mail-form.ts";

export function ForgotPasswordForm({ mailPage }: { mailPage: string | undefined }) {
  const t = useTranslations("auth");
  const { sent, send, again, place } = useMailForm((json: { email: string }) =>
    answerOf(api.auth["password-reset"].$post({ json })),
  );
  const form = useForm({
    schema: () => import("@vixen/core/user/schema.ts").then((file) => file.PasswordResetRequest),
    read: (fields) => ({ email: fields.get("email") }),
    send,
  });
  return (
    <>
      {sent ? <MailSent email={sent.email} {...again} mailPage={mailPage} /> : null}
      <div {...place}>
        <AuthForm form={form} submit={t("resetSend")}>
          <EmailField form={form} />
        </AuthForm>
      </div>
    </>
  );
}
