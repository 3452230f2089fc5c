"use client";

import { useTranslations } from "next-intl";
import { useForm } from "../../lib/use-form.ts";
import { AuthForm } from "./auth-form.tsx";
import { enter } from "./enter.ts";

/** A click of a person, not of the mail program that looks at links before they do. */
export function ConfirmForm({ token }: { token: string }) {
  const t = useTranslations("auth");
  const form = useForm({
    schema: () => import("@vixen/core/user/schema.ts").then((file) => file.Confirm),
    read: () => ({ token }),
    send: async (input) => {
      await enter("mail", input);
      window.location.assign("/");
    },
  });
  return <AuthForm form={form} submit={t("confirm")} />;
}
