import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { AuthHead } from "../../../features/user/auth-head.tsx";
import { ConfirmForm } from "../../../features/user/confirm-form.tsx";
import { Notice } from "../../../ui/notice.tsx";

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
      <Link href="/sign-up" className="thumb text-ink-2 underline underline-offset-4">
        {t("signUp")}
      </Link>
    </>
  );
}
