import { getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { PreferenceForm } from "../../features/user/preference-form.tsx";
import { languages } from "../../lib/preference-value.ts";
import { Mark } from "../../ui/mark.tsx";

export default async function AuthLayout({ children }: { children: ReactNode }) {
  const t = await getTranslations("app");
  return (
    <div className="mx-auto grid min-h-dvh max-w-[400px] grid-rows-[auto_1fr_auto] gap-8 px-5 py-8">
      <header className="flex items-center gap-2.5 text-16 font-semibold">
        <Mark /> {t("name")}
      </header>
      <main className="grid content-center gap-5">{children}</main>
      <footer className="border-t border-line pt-3">
        <PreferenceForm name="language" value={await getLocale()} values={languages} />
      </footer>
    </div>
  );
}
