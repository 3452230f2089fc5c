"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { api } from "../../lib/browser-api.ts";
import { answerOf } from "../../lib/refusal.ts";
import { useForm } from "../../lib/use-form.ts";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { ProblemNotice } from "../problem-notice.tsx";
import { PasswordField } from "./auth-form.tsx";

/** Another password for whoever knows the present one. The fields are emptied once it is set. */
export function PasswordForm({ email }: { email: string }) {
  const t = useTranslations("account");
  const auth = useTranslations("auth");
  const router = useRouter();
  const [saves, setSaves] = useState(0);
  const form = useForm({
    schema: () => import("@vixen/core/user/schema.ts").then((file) => file.PasswordChange),
    read: (fields) => ({ password: fields.get("password"), newPassword: fields.get("newPassword") }),
    send: async (json) => {
      await answerOf(api.auth.password.$post({ json }));
      setSaves((count) => count + 1);
      router.refresh();
    },
  });
  return (
    <form
      key={saves}
      method="post"
      noValidate
      {...form.handlers}
      className="grid max-w-md justify-items-start gap-4 [&>*]:w-full"
    >
      <ProblemNotice problem={form.problem} />
      {saves > 0 && !form.problem ? <Notice tone="good">{t("passwordSaved")}</Notice> : null}
      {/* For the browser's password store, which must know whose password this is. */}
      <input hidden readOnly type="email" name="username" autoComplete="username" value={email} />
      <PasswordField form={form} label={auth("presentPassword")} />
      <PasswordField form={form} name="newPassword" isNew label={auth("newPassword")} />
      <div>
        <Button type="submit" disabled={form.isPending}>
          {t("passwordSave")}
        </Button>
      </div>
    </form>
  );
}
