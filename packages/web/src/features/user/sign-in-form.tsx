"use client";

import { useTranslations } from "next-intl";
import { useForm } from "../../lib/use-form.ts";
import { ReachLink } from "../../ui/reach-link.tsx";
import { AuthForm, EmailField, PasswordField } from "./auth-form.tsx";
import { enter, safePath } from "./enter.ts";

export function SignInForm({ next }: { next: string | undefined }) {
  const t = useTranslations("auth");
  const form = useForm({
    schema: () => import("@vixen/core/user/schema.ts").then((file) => file.SignIn),
    read: (fields) => ({ email: fields.get("email"), password: fields.get("password") }),
    send: async (input) => {
      await enter("password", input);
      window.location.assign(safePath(next));
    },
  });
  return (
    <>
      <AuthForm form={form} submit={t("signIn")}>
        <EmailField form={form} />
        <PasswordField form={form} />
      </AuthForm>
      <p className="flex flex-wrap justify-between gap-x-4 gap-y-1 text-ink-2">
        <ReachLink href="/forgot-password" className="thumb underline underline-offset-4">
          {t("forgot")}
        </ReachLink>
        <span className="thumb">
          {t("noAccount")}{" "}
          <ReachLink href="/sign-up" className="text-ink underline underline-offset-4">
            {t("signUp")}
          </ReachLink>
        </span>
      </p>
    </>
  );
}
