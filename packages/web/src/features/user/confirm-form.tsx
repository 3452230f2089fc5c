"use client";

import * as UserSchema from "@vixen/core/user/schema.ts";
import { useTranslations } from "next-intl";
import { useForm } from "../../lib/use-form.ts";
import { Button } from "../../ui/button.tsx";
import { ProblemNotice } from "../problem-notice.tsx";
import { enter } from "./enter.ts";

/** A click of a person, not of the mail program that looks at links before they do. */
export function ConfirmForm({ token }: { token: string }) {
  const t = useTranslations("auth");
  const { onSubmit, problem, isPending } = useForm({
    schema: UserSchema.Confirm,
    read: () => ({ token }),
    send: async (input) => {
      await enter("mail", input);
      window.location.assign("/");
    },
  });
  return (
    <form method="post" noValidate onSubmit={onSubmit} className="grid gap-4">
      <ProblemNotice problem={problem} />
      <Button type="submit" variant="primary" disabled={isPending} width="full">
        {t("confirm")}
      </Button>
    </form>
  );
}
