"use client";

import { useTranslations } from "next-intl";
import { useRef } from "react";
import { choosePreference } from "../../lib/preference-action.ts";

type Props = {
  name: "language" | "theme";
  value: string;
  values: readonly ("es" | "en" | "system" | "light" | "dark")[];
};

/** A list whose choice takes effect at once. */
export function PreferenceForm({ name, value, values }: Props) {
  const t = useTranslations("nav");
  const form = useRef<HTMLFormElement>(null);
  return (
    <form ref={form} action={choosePreference}>
      <label className="flex min-h-9 items-center justify-between gap-3 text-13 text-ink-2">
        {t(name)}
        <select
          name={name}
          key={value}
          defaultValue={value}
          onChange={() => form.current?.requestSubmit()}
          className="min-h-8 rounded-control border border-edge bg-surface px-2 text-13 text-ink"
        >
          {values.map((option) => (
            <option key={option} value={option}>
              {t(option)}
            </option>
          ))}
        </select>
      </label>
    </form>
  );
}
