"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";

/** Takes the form's place; focus moves here, so that a screen reader says what happened. */
export function MailSent({ email }: { email: string }) {
  const t = useTranslations("auth");
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <div className="grid gap-2">
      <h2 ref={heading} tabIndex={-1} className="text-16 outline-none">
        {t("mailTitle")}
      </h2>
      <p className="wrap-anywhere">{t("mailSent", { email })}</p>
      <p className="text-ink-2">{t("mailHint")}</p>
    </div>
  );
}
