"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { User } from "../../lib/api-type.ts";
import { api } from "../../lib/browser-api.ts";
import { keepCookie } from "../../lib/browser-cookie.ts";
import { languages, themes } from "../../lib/preference-value.ts";
import { answerOf } from "../../lib/refusal.ts";
import { useForm } from "../../lib/use-form.ts";
import { Button } from "../../ui/button.tsx";
import { CheckField } from "../../ui/check-field.tsx";
import { InputField, SelectField } from "../../ui/field.tsx";
import { Notice } from "../../ui/notice.tsx";
import { ProblemNotice } from "../problem-notice.tsx";

/** What belongs to the person and so shows in every browser. `zones` come from the server: browsers differ. */
export function ProfileForm({ user, zones }: { user: User; zones: readonly string[] }) {
  const t = useTranslations();
  const router = useRouter();
  const [isSaved, setSaved] = useState(false);
  const { handlers, invalid, problem, isPending } = useForm({
    schema: () => import("@vixen/core/user/schema.ts").then((file) => file.Change),
    read: (form) => ({
      name: form.get("name"),
      language: form.get("language"),
      theme: form.get("theme"),
      timezone: form.get("timezone"),
      hasSingleKeys: form.has("hasSingleKeys"),
    }),
    send: async (json) => {
      setSaved(false);
      await answerOf(api.auth.me.$patch({ json }));
      setSaved(true);
      // The pages before signing in look the same in this browser.
      keepCookie("language", json.language);
      keepCookie("theme", json.theme);
      router.refresh();
    },
  });
  return (
    <form
      method="post"
      noValidate
      {...handlers}
      onChange={() => setSaved(false)}
      className="grid max-w-md gap-4"
    >
      <ProblemNotice problem={problem} />
      <InputField
        name="name"
        autoComplete="name"
        label={t("auth.name")}
        defaultValue={user.name}
        error={invalid.has("name") ? t("field.userName") : undefined}
      />
      <SelectField name="language" label={t("nav.language")} defaultValue={user.language}>
        {languages.map((language) => (
          <option key={language} value={language}>
            {t(`nav.${language}`)}
          </option>
        ))}
      </SelectField>
      <SelectField name="theme" label={t("nav.theme")} defaultValue={user.theme}>
        {themes.map((theme) => (
          <option key={theme} value={theme}>
            {t(`nav.${theme}`)}
          </option>
        ))}
      </SelectField>
      <SelectField
        name="timezone"
        label={t("account.zone")}
        hint={t("account.zoneHint")}
        defaultValue={user.timezone}
        error={invalid.has("timezone") ? t("field.other") : undefined}
      >
        {zones.map((zone) => (
          <option key={zone}>{zone}</option>
        ))}
      </SelectField>
      <CheckField
        name="hasSingleKeys"
        label={t("account.singleKeys")}
        hint={t("account.singleKeysHint")}
        defaultChecked={user.hasSingleKeys}
      />
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" variant="primary" disabled={isPending}>
          {t("account.save")}
        </Button>
        {isSaved ? <Notice tone="good">{t("account.saved")}</Notice> : null}
      </div>
    </form>
  );
}
