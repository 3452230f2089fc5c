import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PasswordForm } from "../../../features/user/password-form.tsx";
import { ProfileForm } from "../../../features/user/profile-form.tsx";
import { SessionList } from "../../../features/user/session-list.tsx";
import { ask } from "../../../lib/server-api.ts";
import { PageHead } from "../../../ui/page-head.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("account"))("title") };
}

export default async function AccountPage() {
  const [t, user, { items }] = await Promise.all([
    getTranslations("account"),
    ask("/account", (api) => api.auth.me.$get()),
    ask("/account", (api) => api.auth.sessions.$get()),
  ]);
  const zones = [...new Set(["UTC", user.timezone, ...Intl.supportedValuesOf("timeZone")])];
  return (
    <>
      <PageHead title={t("title")} />
      <section aria-labelledby="profile" className="grid gap-3">
        <h2 id="profile" className="text-16">
          {t("profile")}
        </h2>
        <ProfileForm user={user} zones={zones} />
      </section>
      <section aria-labelledby="password" className="grid gap-3 border-t border-line pt-6">
        <h2 id="password" className="text-16">
          {t("password")}
        </h2>
        <p className="text-ink-2">{t("passwordLead")}</p>
        <PasswordForm email={user.email} />
      </section>
      <section aria-labelledby="sessions" className="grid gap-3 border-t border-line pt-6">
        <h2 id="sessions" className="text-16">
          {t("sessions")}
        </h2>
        <p className="text-ink-2">{t("lead")}</p>
        <SessionList sessions={items} now={Date.now()} />
      </section>
    </>
  );
}
