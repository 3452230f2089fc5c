import { useTranslations } from "next-intl";
import { InputField, SelectField } from "../../ui/field.tsx";
import type { Saved } from "./use-draft.ts";

type Props = { invalid: ReadonlySet<string>; saved: Saved; language: string };

export function IdentityFields({ invalid, saved, language }: Props) {
  const t = useTranslations("wizard");
  const nav = useTranslations("nav");
  const remedy = useTranslations("field");
  const of = (name: "name" | "age" | "niche" | "style" | "city") => ({
    name,
    label: t(name),
    defaultValue: saved[name] ?? "",
    error: invalid.has(name) ? remedy(name) : undefined,
  });
  return (
    <>
      <fieldset className="grid gap-4 sm:grid-cols-2">
        <legend className="mb-3 text-16 font-semibold">{t("basics")}</legend>
        <InputField {...of("name")} autoComplete="off" />
        <InputField {...of("age")} inputMode="numeric" hint={t("ageHint")} />
        <InputField {...of("city")} autoComplete="off" hint={t("cityHint")} />
        <SelectField name="language" label={t("language")} defaultValue={saved.language ?? language}>
          <option value="es">{nav("es")}</option>
          <option value="en">{nav("en")}</option>
        </SelectField>
      </fieldset>
      <fieldset className="grid gap-4">
        <legend className="mb-3 text-16 font-semibold">{t("character")}</legend>
        <InputField {...of("niche")} hint={t("nicheHint")} />
        <InputField {...of("style")} hint={t("styleHint")} />
      </fieldset>
    </>
  );
}
