"use client";

import { presets, trainingParameters } from "@vixen/core/avatar/vocabulary.ts";
import { useFormatter, useTranslations } from "next-intl";
import { InputField } from "../../../ui/field.tsx";
import type { Values, Wrong } from "./values.ts";

type Props = {
  values: Values;
  invalid: Wrong;
  set: (name: keyof Values, value: string) => void;
};

const modes = ["byHand", "automatic"] as const;

/** How it is made: by itself or step by step, how long it trains, and what it may cost. */
export function OptionsStep({ values, invalid, set }: Props) {
  const t = useTranslations("wizard");
  const remedy = useTranslations("field");
  const format = useFormatter();
  return (
    <div className="grid gap-6">
      <Choice
        label={t("mode")}
        name="mode"
        picked={values.mode}
        onPick={(mode) => set("mode", mode)}
        options={modes.map((mode) => ({ value: mode, label: t(mode), hint: t(`${mode}Hint`) }))}
      />
      <Choice
        label={t("preset")}
        name="preset"
        picked={values.preset}
        onPick={(preset) => set("preset", preset)}
        options={presets.map((preset) => {
          const { steps, lora_rank: rank } = trainingParameters[preset];
          return {
            value: preset,
            label: t(preset),
            hint: t("presetHint", { steps: format.number(steps), rank }),
          };
        })}
      />
      <div className="max-w-60">
        <InputField
          name="cap"
          label={t("cap")}
          hint={t("capHint")}
          inputMode="decimal"
          autoComplete="off"
          value={values.cap}
          onChange={(event) => set("cap", event.currentTarget.value)}
          error={invalid.has("cap") || invalid.has("costCapCents") ? remedy("cap") : undefined}
        />
      </div>
    </div>
  );
}

type ChoiceProps = {
  label: string;
  name: string;
  picked: string;
  onPick: (value: string) => void;
  options: { value: string; label: string; hint: string }[];
};

function Choice({ label, name, picked, onPick, options }: ChoiceProps) {
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-2 text-13 font-medium">{label}</legend>
      {options.map((option) => (
        <label
          key={option.value}
          className="flex min-h-11 cursor-pointer items-start gap-3 rounded-control border border-line px-3 py-2 hover:bg-raised has-checked:border-accent"
        >
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={picked === option.value}
            onChange={() => onPick(option.value)}
            className="mt-0.5 size-4 shrink-0 accent-accent"
          />
          <span className="grid">
            <span>{option.label}</span>
            <span className="text-13 text-ink-2">{option.hint}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
