import { presets } from "@vixen/core/avatar/schema.ts";
import { useTranslations } from "next-intl";
import { SelectField } from "../../ui/field.tsx";
import type { Saved } from "./use-draft.ts";

type Props = { invalid: ReadonlySet<string>; saved: Saved };

export function WayFields({ invalid, saved }: Props) {
  const t = useTranslations("wizard");
  const remedy = useTranslations("field");
  return (
    <fieldset className="grid gap-4 sm:grid-cols-2">
      <legend className="mb-3 text-16 font-semibold">{t("way")}</legend>
      <SelectField
        name="candidateCount"
        label={t("candidateCount")}
        defaultValue={saved.candidateCount ?? "4"}
        error={invalid.has("candidateCount") ? remedy("candidateCount") : undefined}
      >
        {[1, 2, 3, 4, 5, 6, 7, 8].map((count) => (
          <option key={count}>{count}</option>
        ))}
      </SelectField>
      <SelectField name="preset" label={t("preset")} defaultValue={saved.preset ?? "balanced"}>
        {presets.map((preset) => (
          <option key={preset} value={preset}>
            {t(preset)}
          </option>
        ))}
      </SelectField>
      <div role="radiogroup" aria-label={t("mode")} className="grid gap-1 sm:col-span-2">
        <p aria-hidden className="text-13 font-medium">
          {t("mode")}
        </p>
        {(["byHand", "automatic"] as const).map((mode) => (
          <label key={mode} className="flex min-h-9 items-center gap-2.5">
            <input
              type="radio"
              name="mode"
              value={mode}
              defaultChecked={(saved.mode ?? "byHand") === mode}
              className="size-4 accent-accent"
            />
            {t(mode)}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
