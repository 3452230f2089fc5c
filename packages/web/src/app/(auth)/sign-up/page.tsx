import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AuthHead } from "../../../features/user/auth-head.tsx";
import { SignUpForm } from "../../../features/user/sign-up-form.tsx";
import { mailPage } from "../../../lib/mail-page.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth"))("signUp") };
}

export default async function SignUpPage() {
  const t = await getTranslations("auth");
  return (
    <>
      <AuthHead title={t("signUp")} lead={t("signUpLead")} />
      <SignUpForm mailPage={mailPage()} />
    </>
  );
}
