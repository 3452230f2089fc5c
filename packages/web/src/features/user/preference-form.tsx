"use client";

import { useTranslations } from "next-intl";
import { useActionState, useEffect, useRef } from "react";
import { choosePreference } from "../../lib/preference-action.ts";
import { askToSignIn } from "../../lib/sign-in-again.ts";
import { ProblemNotice } from "../problem-notice.tsx";

type Props = {
  name: "language" | "theme";
  value: string;
  values: readonly ("es" | "en" | "system" | "light" | "dark")[];
  /** Whether somebody is signed in where it stands: a session that has ended is then asked for again. */
  isAccount?: boolean;
};

/** A list whose choice takes effect at once. */
export function PreferenceForm({ name, value, values, isAccount = false }: Props) {
  const t = useTranslations("nav");
  const form = useRef<HTMLFormElement>(null);
  const [problem, action] = useActionState(choosePreference, undefined);
  useEffect(() => {
    if (problem?.status === 401) askToSignIn();
  }, [problem]);
  return (
    <form ref={form} action={action}>
      {isAccount ? <input type="hidden" name="isAccount" value="yes" /> : null}
      <label className="flex min-h-(--touch) items-center justify-between gap-3 text-13 text-ink-2">
        {t(name)}
        <select
          name={name}
          key={value}
          defaultValue={value}
          onChange={() => form.current?.requestSubmit()}
          className="min-h-(--touch-small) rounded-control border border-edge bg-surface px-2 text-13 text-ink"
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
