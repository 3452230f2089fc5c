import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AuthHead } from "../../../features/user/auth-head.tsx";
import { ConfirmForm } from "../../../features/user/confirm-form.tsx";
import { confirmationStateOf } from "../../../lib/confirmation-state.ts";
import { Notice } from "../../../ui/notice.tsx";
import { ReachLink } from "../../../ui/reach-link.tsx";

type Props = { searchParams: Promise<{ token?: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth"))("confirmTitle") };
}

export default async function ConfirmPage({ searchParams }: Props) {
  const t = await getTranslations();
  const { token } = await searchParams;
  const state = typeof token === "string" ? await confirmationStateOf(token) : undefined;
  return (
    <>
      <AuthHead title={t("auth.confirmTitle")} lead={state === "open" ? t("auth.confirmLead") : undefined} />
      {state === "open" ? <ConfirmForm token={String(token)} /> : null}
      {state === "confirmed" ? <Notice tone="good">{t("auth.confirmed")}</Notice> : null}
      {state === "invalid" ? <Notice tone="bad">{t("error.link_invalid")}</Notice> : null}
      {state === undefined ? <Notice tone="bad">{t("auth.noToken")}</Notice> : null}
      <ReachLink href="/sign-in" className="thumb text-ink-2 underline underline-offset-4">
        {t("auth.signIn")}
      </ReachLink>
      <ReachLink href="/sign-up" className="thumb text-ink-2 underline underline-offset-4">
        {t("auth.signUp")}
      </ReachLink>
    </>
  );
}
