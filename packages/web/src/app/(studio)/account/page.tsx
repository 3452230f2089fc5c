import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { SessionList } from "../../../features/user/session-list.tsx";
import { ask } from "../../../lib/server-api.ts";
import { PageHead } from "../../../ui/page-head.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("account"))("sessions") };
}

export default async function AccountPage() {
  const t = await getTranslations("account");
  const { items } = await ask("/account", (api) => api.auth.sessions.$get());
  return (
    <>
      <div className="grid gap-1">
        <PageHead title={t("sessions")} />
        <p className="text-ink-2">{t("lead")}</p>
      </div>
      <SessionList sessions={items} now={Date.now()} />
    </>
  );
}
