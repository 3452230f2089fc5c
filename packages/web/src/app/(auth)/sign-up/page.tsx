import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { SignUpForm } from "../../../features/user/sign-up-form.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth"))("signUp") };
}

export default async function SignUpPage() {
  const t = await getTranslations("auth");
  return (
    <>
      <div className="grid gap-1">
        <h1 className="text-28">{t("signUp")}</h1>
        <p className="text-ink-2">{t("signUpLead")}</p>
      </div>
      <SignUpForm />
    </>
  );
}
