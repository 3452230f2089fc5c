"use client";

import { Popover } from "@base-ui/react/popover";
import { ChevronDown } from "lucide-react";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { languages, type Theme, themes } from "../../lib/preference-value.ts";
import { Button } from "../../ui/button.tsx";
import { PreferenceForm } from "../user/preference-form.tsx";
import { leaveStudio } from "./sign-out.ts";

export function UserMenu({ name, theme }: { name: string; theme: Theme }) {
  const t = useTranslations("nav");
  const language = useLocale();
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
              {t("settings")}
            </Popover.Close>
            <button
              type="button"
              onClick={leaveStudio}
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
