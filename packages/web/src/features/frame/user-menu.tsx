"use client";

import { Popover } from "@base-ui/react/popover";
import { ChevronDown } from "lucide-react";
import Link from "next/link";
import { signOut } from "next-auth/react";
import { useLocale, useTranslations } from "next-intl";
import { api } from "../../lib/browser-api.ts";
import { languages, type Theme, themes } from "../../lib/preference-value.ts";
import { answerOf } from "../../lib/refusal.ts";
import { Button } from "../../ui/button.tsx";
import { PreferenceForm } from "../user/preference-form.tsx";

export function UserMenu({ name, theme }: { name: string; theme: Theme }) {
  const t = useTranslations("nav");
  const language = useLocale();
  async function leave() {
    // Ended at the API first; if that cannot be had, at least this browser forgets.
    await answerOf(api.auth["sign-out"].$post()).catch(console.error);
    await signOut({ redirect: false });
    // NextAuth would go to the address the site is deployed at, which need not be the one in the bar.
    window.location.assign("/sign-in");
  }
  return (
    <Popover.Root>
      <Popover.Trigger
        render={<Button variant="quiet" aria-label={`${t("user")}: ${name}`} className="max-w-44" />}
      >
        <span className="truncate">{name}</span>
        <ChevronDown aria-hidden />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner align="end" sideOffset={6} className="z-50">
          <Popover.Popup
            aria-label={t("user")}
            className="grid w-64 gap-2 rounded-media border border-line bg-surface p-3 shadow-float"
          >
            <PreferenceForm name="language" value={language} values={languages} />
            <PreferenceForm name="theme" value={theme} values={themes} />
            <hr className="border-line" />
            <Popover.Close
              nativeButton={false}
              render={
                <Link
                  href="/account"
                  className="flex min-h-9 items-center rounded-control px-2 hover:bg-raised"
                />
              }
            >
              {t("sessions")}
            </Popover.Close>
            <button
              type="button"
              onClick={leave}
              className="flex min-h-9 items-center rounded-control px-2 text-left hover:bg-raised"
            >
              {t("signOut")}
            </button>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
