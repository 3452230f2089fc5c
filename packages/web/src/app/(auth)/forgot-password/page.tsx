import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AuthHead } from "../../../features/user/auth-head.tsx";
import { ForgotPasswordForm } from "../../../features/user/forgot-password-form.tsx";
import { mailPage } from "../../../lib/mail-page.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth"))("resetTitle") };
}

export default async function ForgotPasswordPage() {
  const t = await getTranslations("auth");
  return (
    <>
      <AuthHead title={t("resetTitle")} lead={t("resetLead")} />
      <ForgotPasswordForm mailPage={mailPage()} />
    </>
  );
}
