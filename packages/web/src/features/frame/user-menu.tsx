"use client";

import { ChevronDown, CircleUser } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { languages, type Theme, themes } from "../../lib/preference-value.ts";
import { Popover } from "../../ui/popover.tsx";
import { ReachLink } from "../../ui/reach-link.tsx";
import { PreferenceForm } from "../user/preference-form.tsx";
import { leaveStudio } from "./sign-out.ts";

export function UserMenu({ name, theme }: { name: string; theme: Theme }) {
  const t = useTranslations("nav");
  const language = useLocale();
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover
      isOpen={isOpen}
      onOpenChange={setOpen}
      label={t("user")}
      button={{ variant: "quiet", "aria-label": `${t("user")}: ${name}`, className: "max-w-44 px-2.5" }}
      trigger={
        <>
          <CircleUser aria-hidden className="sm:hidden" />
          <span className="hidden truncate sm:inline">{name}</span>
          <ChevronDown aria-hidden className="hidden sm:inline" />
        </>
      }
      className="grid w-64 gap-2 p-3"
    >
      <PreferenceForm name="language" value={language} values={languages} isAccount />
      <PreferenceForm name="theme" value={theme} values={themes} isAccount />
      <hr className="border-line" />
      <ReachLink
        href="/account"
        onClick={() => setOpen(false)}
        className="flex min-h-(--touch) items-center rounded-control px-2 hover:bg-raised"
      >
        {t("settings")}
      </ReachLink>
      <button
        type="button"
        onClick={leaveStudio}
        className="flex min-h-(--touch) items-center rounded-control px-2 text-left hover:bg-raised"
      >
        {t("signOut")}
      </button>
    </Popover>
  );
}
