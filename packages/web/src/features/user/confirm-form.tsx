"use client";

import * as UserSchema from "@vixen/core/user/schema.ts";
import { useTranslations } from "next-intl";
import { useForm } from "../../lib/use-form.ts";
import { AuthForm } from "./auth-form.tsx";
import { enter } from "./enter.ts";

/** A click of a person, not of the mail program that looks at links before they do. */
export function ConfirmForm({ token }: { token: string }) {
  const t = useTranslations("auth");
  const form = useForm({
    schema: UserSchema.Confirm,
    read: () => ({ token }),
    send: async (input) => {
      await enter("mail", input);
      window.location.assign("/");
    },
  });
  return <AuthForm form={form} submit={t("confirm")} />;
}
