import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AuthHead } from "../../../features/user/auth-head.tsx";
import { ConfirmForm } from "../../../features/user/confirm-form.tsx";
import { Notice } from "../../../ui/notice.tsx";
import { ReachLink } from "../../../ui/reach-link.tsx";

type Props = { searchParams: Promise<{ token?: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth"))("confirmTitle") };
}

export default async function ConfirmPage({ searchParams }: Props) {
  const t = await getTranslations("auth");
  const { token } = await searchParams;
  return (
    <>
      <AuthHead title={t("confirmTitle")} lead={t("confirmLead")} />
      {typeof token === "string" ? <ConfirmForm token={token} /> : <Notice tone="bad">{t("noToken")}</Notice>}
      <ReachLink href="/sign-in" className="thumb text-ink-2 underline underline-offset-4">
        {t("signIn")}
      </ReachLink>
      <ReachLink href="/sign-up" className="thumb text-ink-2 underline underline-offset-4">
        {t("signUp")}
      </ReachLink>
    </>
  );
}
