import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AuthHead } from "../../../features/user/auth-head.tsx";
import { ResetPasswordForm } from "../../../features/user/reset-password-form.tsx";
import { Notice } from "../../../ui/notice.tsx";
import { ReachLink } from "../../../ui/reach-link.tsx";

type Props = { searchParams: Promise<{ token?: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth"))("resetNewTitle") };
}

export default async function ResetPasswordPage({ searchParams }: Props) {
  const t = await getTranslations("auth");
  const { token } = await searchParams;
  return (
    <>
      <AuthHead title={t("resetNewTitle")} lead={t("resetNewLead")} />
      {typeof token === "string" ? (
        <ResetPasswordForm token={token} />
      ) : (
        <Notice tone="bad">{t("noToken")}</Notice>
      )}
      <ReachLink href="/forgot-password" className="thumb text-ink-2 underline underline-offset-4">
        {t("again")}
      </ReachLink>
    </>
  );
}
