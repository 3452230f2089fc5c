import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ForgotPasswordForm } from "../../../features/user/forgot-password-form.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth"))("resetTitle") };
}

export default async function ForgotPasswordPage() {
  const t = await getTranslations("auth");
  return (
    <>
      <div className="grid gap-1">
        <h1 className="text-28">{t("resetTitle")}</h1>
        <p className="text-ink-2">{t("resetLead")}</p>
      </div>
      <ForgotPasswordForm />
    </>
  );
}
