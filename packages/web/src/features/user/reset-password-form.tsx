"use client";

import * as UserSchema from "@vixen/core/user/schema.ts";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { api } from "../../lib/browser-api.ts";
import { answerOf } from "../../lib/refusal.ts";
import { useForm } from "../../lib/use-form.ts";
import { Button } from "../../ui/button.tsx";
import { InputField } from "../../ui/field.tsx";
import { ProblemNotice } from "../problem-notice.tsx";

export function ResetPasswordForm({ token }: { token: string }) {
  const t = useTranslations("auth");
  const remedy = useTranslations("field");
  const router = useRouter();
  const { onSubmit, invalid, problem, isPending } = useForm({
    schema: UserSchema.PasswordReset,
    read: (form) => ({ token, password: form.get("password") }),
    send: async (json) => {
      await answerOf(api.auth["password-reset"].confirm.$post({ json }));
      router.push("/sign-in?reason=password_saved");
    },
  });
  return (
    <form method="post" noValidate onSubmit={onSubmit} className="grid gap-4">
      <ProblemNotice problem={problem ?? (invalid.has("token") ? linkProblem : undefined)} />
      <InputField
        name="password"
        type="password"
        autoComplete="new-password"
        label={t("newPassword")}
        hint={t("passwordHint")}
        error={invalid.has("password") ? remedy("password") : undefined}
      />
      <Button type="submit" variant="primary" disabled={isPending} width="full">
        {t("resetSave")}
      </Button>
    </form>
  );
}

const linkProblem = { code: "link_invalid", requestId: "" };
