"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Identity } from "../../lib/api-type.ts";
import { draftOf } from "../../lib/drafts.ts";
import { Button } from "../../ui/button.tsx";
import { InputField, SelectField } from "../../ui/field.tsx";
import { ConflictNotice } from "./conflict-notice.tsx";
import { type Editing, identityDraftKey, useIdentityForm } from "./use-identity-form.ts";

type Basics = Identity["basics"];
type Props = Editing & { basics: Basics };

const names = ["name", "age", "niche", "style", "city"] as const;

/** Name, age, theme, look, language and place: typed by a person, the zone follows from the city. */
export function IdentityBasics({ basics, ...editing }: Props) {
  const t = useTranslations("identity");
  const draftKey = identityDraftKey(editing.avatarId, "basics");
  const [isEditing, setEditing] = useState(() => draftOf(draftKey) !== undefined);
  return (
    <section aria-labelledby="basics" className="grid gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 id="basics" className="text-16 font-semibold">
          {t("basics")}
        </h2>
        {isEditing ? null : <Button onClick={() => setEditing(true)}>{t("editBasics")}</Button>}
      </div>
      {isEditing ? (
        <BasicsForm {...editing} {...{ basics, draftKey }} onClose={() => setEditing(false)} />
      ) : (
        <BasicsList basics={basics} />
      )}
    </section>
  );
}

function BasicsList({ basics }: { basics: Basics }) {
  const wizard = useTranslations("wizard");
  const nav = useTranslations("nav");
  const t = useTranslations("identity");
  const shown = textsOf(basics);
  return (
    <dl className="grid gap-x-8 gap-y-2 sm:grid-cols-2">
      {names.map((name) => (
        <div key={name} className="grid">
          <dt className="text-13 text-ink-2">{wizard(name)}</dt>
          <dd className="wrap-anywhere">{shown[name]}</dd>
        </div>
      ))}
      <div className="grid">
        <dt className="text-13 text-ink-2">{wizard("language")}</dt>
        <dd>{nav(basics.language)}</dd>
      </div>
      <div className="grid">
        <dt className="text-13 text-ink-2">{t("zone")}</dt>
        <dd>{basics.timezone}</dd>
      </div>
    </dl>
  );
}

function BasicsForm({ basics, ...editing }: Props & { draftKey: string; onClose: () => void }) {
  const t = useTranslations("identity");
  const wizard = useTranslations("wizard");
  const nav = useTranslations("nav");
  const remedy = useTranslations("field");
  const [filled] = useState(() => ({ ...textsOf(basics), language: basics.language as string }));
  const form = useIdentityForm({
    ...editing,
    filled,
    read: ({ age, ...texts }) =>
      age === undefined ? texts : { ...texts, age: age.trim() === "" ? null : Number(age) },
  });
  return (
    <form method="post" noValidate {...form.handlers} className="grid gap-4">
      <ConflictNotice problem={form.problem} onReload={form.reload} />
      <div className="grid gap-4 sm:grid-cols-2">
        {names.map((name) => (
          <InputField
            key={name}
            name={name}
            label={wizard(name)}
            defaultValue={form.values[name]}
            autoComplete="off"
            inputMode={name === "age" ? "numeric" : undefined}
            hint={name === "age" || name === "city" ? wizard(`${name}Hint`) : undefined}
            error={form.invalid.has(name) ? remedy(name) : undefined}
          />
        ))}
        <SelectField name="language" label={wizard("language")} defaultValue={form.values.language}>
          <option value="es">{nav("es")}</option>
          <option value="en">{nav("en")}</option>
        </SelectField>
      </div>
      <div className="flex gap-2">
        <Button type="submit" variant="primary" disabled={form.isPending}>
          {t("save")}
        </Button>
        <Button onClick={form.close}>{t("cancel")}</Button>
      </div>
    </form>
  );
}

const textsOf = ({ name, age, niche, style, city, country }: Basics) => ({
  name,
  age: String(age),
  niche,
  style,
  city: `${city}, ${country}`,
});
