"use client";

import { AlertDialog } from "@base-ui/react/alert-dialog";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useRef } from "react";
import { signedInAgain, signInLater } from "../../lib/sign-in-again.ts";
import { useForm } from "../../lib/use-form.ts";
import { AuthForm, EmailField, PasswordField } from "./auth-form.tsx";
import { enter } from "./enter.ts";

/** Asks the same person to sign in again, over the page with everything that was typed; another one starts over. */
export function SignInAgainDialog({ email }: { email: string }) {
  const t = useTranslations();
  const router = useRouter();
  const password = useRef<HTMLInputElement>(null);
  const form = useForm({
    schema: () => import("@vixen/core/user/schema.ts").then((file) => file.SignIn),
    read: (fields) => ({ email, password: fields.get("password") }),
    send: async (input) => {
      await enter("password", input);
      signedInAgain();
      router.refresh();
    },
  });
  return (
    <AlertDialog.Root open onOpenChange={signInLater}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="fixed inset-0 z-40 bg-bg/70" />
        <AlertDialog.Popup
          initialFocus={password}
          className="fixed top-1/2 left-1/2 z-50 grid w-[min(400px,calc(100vw-32px))] -translate-x-1/2 -translate-y-1/2 gap-4 rounded-media border border-line bg-surface p-5 shadow-float"
        >
          <AlertDialog.Title className="text-16 font-semibold">{t("account.endedTitle")}</AlertDialog.Title>
          <AlertDialog.Description className="text-ink-2">{t("account.endedLead")}</AlertDialog.Description>
          <AuthForm form={form} submit={t("auth.signIn")}>
            <EmailField form={form} defaultValue={email} readOnly />
            <PasswordField form={form} ref={password} />
          </AuthForm>
          <a href="/sign-in" className="thumb text-13 text-ink-2 underline underline-offset-4">
            {t("account.otherAccount")}
          </a>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
