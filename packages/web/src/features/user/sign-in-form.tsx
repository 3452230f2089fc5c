"use client";

import * as UserSchema from "@vixen/core/user/schema.ts";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useForm } from "../../lib/use-form.ts";
import { Button } from "../../ui/button.tsx";
import { InputField } from "../../ui/field.tsx";
import { ProblemNotice } from "../problem-notice.tsx";
import { enter, safePath } from "./enter.ts";

export function SignInForm({ next }: { next: string | undefined }) {
  const t = useTranslations("auth");
  const remedy = useTranslations("field");
  const { onSubmit, invalid, problem, isPending } = useForm({
    schema: UserSchema.SignIn,
    read: (form) => ({ email: form.get("email"), password: form.get("password") }),
    send: async (input) => {
      await enter("password", input);
      window.location.assign(safePath(next));
    },
  });
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
      <InputField
        name="password"
        type="password"
        autoComplete="current-password"
        label={t("password")}
        error={invalid.has("password") ? remedy("passwordMissing") : undefined}
      />
      <Button type="submit" variant="primary" disabled={isPending} width="full">
        {t("signIn")}
      </Button>
      <p className="flex flex-wrap justify-between gap-x-4 gap-y-1 text-ink-2">
        <Link href="/forgot-password" className="underline underline-offset-4">
          {t("forgot")}
        </Link>
        <span>
          {t("noAccount")}{" "}
          <Link href="/sign-up" className="text-ink underline underline-offset-4">
            {t("signUp")}
          </Link>
        </span>
      </p>
    </form>
  );
}
