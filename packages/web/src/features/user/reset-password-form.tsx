"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { api } from "../../lib/browser-api.ts";
import { answerOf } from "../../lib/refusal.ts";
import { useForm } from "../../lib/use-form.ts";
import { AuthForm, PasswordField } from "./auth-form.tsx";

export function ResetPasswordForm({ token }: { token: string }) {
  const t = useTranslations("auth");
  const router = useRouter();
  const form = useForm({
    schema: () => import("@vixen/core/user/schema.ts").then((file) => file.PasswordReset),
    read: (fields) => ({ token, password: fields.get("password") }),
    send: async (json) => {
      await answerOf(api.auth["password-reset"].confirm.$post({ json }));
      router.push("/sign-in?reason=password_saved");
    },
  });
  const problem = form.problem ?? (form.invalid.has("token") ? linkProblem : undefined);
  return (
    <AuthForm form={form} submit={t("resetSave")} problem={problem}>
      <PasswordField form={form} isNew label={t("newPassword")} />
    </AuthForm>
  );
}

const linkProblem = { code: "link_invalid", requestId: "" };
