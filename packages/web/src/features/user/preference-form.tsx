"use client";

import { useTranslations } from "next-intl";
import { useActionState, useRef } from "react";
import { choosePreference } from "../../lib/preference-action.ts";
import { ProblemNotice } from "../problem-notice.tsx";

type Props = {
  name: "language" | "theme";
  value: string;
  values: readonly ("es" | "en" | "system" | "light" | "dark")[];
};

/** A list whose choice takes effect at once. */
export function PreferenceForm({ name, value, values }: Props) {
  const t = useTranslations("nav");
  const form = useRef<HTMLFormElement>(null);
  const [problem, action] = useActionState(choosePreference, undefined);
  return (
    <form ref={form} action={action}>
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
      <ProblemNotice problem={problem} />
    </form>
  );
}
