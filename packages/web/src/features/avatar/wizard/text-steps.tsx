"use client";

import { useTranslations } from "next-intl";
import { useProblemText } from "../../../lib/use-problem-text.ts";
import { InputField, SelectField } from "../../../ui/field.tsx";
import { CityZone } from "./city-zone.tsx";
import { Examples } from "./examples.tsx";
import type { Values, Wrong } from "./values.ts";

type Text = "name" | "age" | "niche" | "style" | "city";
type Props = {
  values: Values;
  invalid: Wrong;
  set: (name: keyof Values, value: string) => void;
};

const nicheKeys = [
  "nicheTrail",
  "nicheCooking",
  "nicheVintage",
  "nichePlants",
  "nicheDance",
  "nicheBooks",
] as const;
const styleKeys = [
  "styleNatural",
  "styleCity",
  "styleSport",
  "styleRetro",
  "styleMinimal",
  "styleCoast",
] as const;

function useField({ values, invalid, set }: Props) {
  const t = useTranslations("wizard");
  const remedy = useTranslations("field");
  const reasonOf = useProblemText();
  const errorOf = (name: Text) => {
    const code = invalid.get(name);
    // What is wrong by the field's own rule is said by its remedy; everything else by the API's reason.
    return code === undefined || code === "input_invalid" ? code && remedy(name) : reasonOf({ code });
  };
  return (name: Text) => ({
    name,
    label: t(name),
    value: values[name],
    autoComplete: "off",
    onChange: (event: { currentTarget: { value: string } }) => set(name, event.currentTarget.value),
    error: errorOf(name),
  });
}

export function IdentityStep(props: Props) {
  const t = useTranslations("wizard");
  const field = useField(props);
  return (
    <div className="grid gap-4 sm:grid-cols-[minmax(0,1fr)_200px]">
      <InputField {...field("name")} />
      <InputField {...field("age")} inputMode="numeric" hint={t("ageHint")} />
    </div>
  );
}

export function CharacterStep(props: Props) {
  const t = useTranslations("wizard");
  const field = useField(props);
  const { values, set } = props;
  const examples = (keys: typeof nicheKeys | typeof styleKeys) => keys.map((key) => t(key));
  return (
    <div className="grid gap-6">
      <div className="grid gap-3">
        <InputField {...field("niche")} />
        <Examples
          label={t("nicheExamples")}
          items={examples(nicheKeys)}
          picked={values.niche}
          onPick={(text) => set("niche", text)}
        />
      </div>
      <div className="grid gap-3">
        <InputField {...field("style")} />
        <Examples
          label={t("styleExamples")}
          items={examples(styleKeys)}
          picked={values.style}
          onPick={(text) => set("style", text)}
        />
      </div>
    </div>
  );
}

export function PlaceStep(props: Props) {
  const t = useTranslations("wizard");
  const nav = useTranslations("nav");
  const field = useField(props);
  const { values, set } = props;
  return (
    <div className="grid gap-4">
      <SelectField
        name="language"
        label={t("language")}
        value={values.language}
        onChange={(event) => set("language", event.currentTarget.value)}
      >
        <option value="es">{nav("es")}</option>
        <option value="en">{nav("en")}</option>
      </SelectField>
      <div className="grid gap-2">
        <InputField {...field("city")} hint={t("cityHint")} />
        <CityZone name={values.city} onPick={(city) => set("city", city)} />
      </div>
    </div>
  );
}
