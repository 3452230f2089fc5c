import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AuthHead } from "../../../features/user/auth-head.tsx";
import { SignInForm } from "../../../features/user/sign-in-form.tsx";
import { Notice } from "../../../ui/notice.tsx";

type Props = { searchParams: Promise<{ next?: string; reason?: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth"))("signIn") };
}

export default async function SignInPage({ searchParams }: Props) {
  const t = await getTranslations();
  const { next, reason } = await searchParams;
  return (
    <>
      <AuthHead title={t("auth.signIn")} lead={t("auth.signInLead")} />
      {reason === "signed_out" ? <Notice tone="info">{t("error.signed_out")}</Notice> : null}
      {reason === "password_saved" ? <Notice tone="good">{t("auth.resetDone")}</Notice> : null}
      <SignInForm next={typeof next === "string" ? next : undefined} />
    </>
  );
}
