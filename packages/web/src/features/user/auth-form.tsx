"use client";

import { useTranslations } from "next-intl";
import type { ComponentProps, ReactNode, Ref } from "react";
import type { FormState, Problem } from "../../lib/use-form.ts";
import { Button } from "../../ui/button.tsx";
import { InputField } from "../../ui/field.tsx";
import { ProblemNotice } from "../problem-notice.tsx";

type Props = { form: FormState; submit: string; problem?: Problem | undefined; children?: ReactNode };

/** What the forms around signing in share: where the refusal stands, and one wide button. */
export function AuthForm({ form, submit, problem = form.problem, children }: Props) {
  return (
    // By post: before scripts arrive a password must not end up in the address.
    <form method="post" noValidate {...form.handlers} className="grid gap-4">
      <ProblemNotice problem={problem} />
      {children}
      <Button type="submit" variant="primary" disabled={form.isPending} width="full">
        {submit}
      </Button>
    </form>
  );
}

type FieldProps = { form: FormState } & Omit<ComponentProps<"input">, "name" | "defaultValue" | "form">;

export function EmailField({ form, ...props }: FieldProps & { defaultValue?: string }) {
  const t = useTranslations();
  return (
    <InputField
      name="email"
      type="email"
      autoComplete="username"
      label={t("auth.email")}
      error={form.invalid.has("email") ? t("field.email") : undefined}
      {...props}
    />
  );
}

/** A password: the present one, or one to choose. */
export function PasswordField({
  form,
  name = "password",
  isNew = false,
  ...props
}: {
  form: FormState;
  name?: "password" | "newPassword";
  isNew?: boolean;
  label?: string;
  ref?: Ref<HTMLInputElement>;
}) {
  const t = useTranslations();
  return (
    <InputField
      name={name}
      type="password"
      autoComplete={isNew ? "new-password" : "current-password"}
      label={t("auth.password")}
      hint={isNew ? t("auth.passwordHint") : undefined}
      error={form.invalid.has(name) ? t(isNew ? "field.password" : "field.passwordMissing") : undefined}
      {...props}
    />
  );
}
