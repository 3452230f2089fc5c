"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { useForm } from "../../lib/use-form.ts";
import { Button } from "../../ui/button.tsx";
import { InputField } from "../../ui/field.tsx";
import { ProblemNotice } from "../problem-notice.tsx";
import type { Image } from "./dataset-grid.tsx";
import type { Captions } from "./use-dataset-decisions.ts";

type Props = {
  /** Whose captions are changed: every picture of the filter, in sight or not, and no other one. */
  images: Image[];
  filter: "all" | "kept" | "rejected";
  /** Answers how many captions are others than before. */
  onChange: (change: Captions) => Promise<number>;
};

const names = ["find", "replace", "before", "after"] as const;

/** Words found and replaced, or put before or after, in all captions of a filter; all are changed or none. */
export function DatasetCaptions({ images, filter, onChange }: Props) {
  const t = useTranslations("dataset");
  const remedy = useTranslations("field");
  const [changed, setChanged] = useState<number>();
  const form = useForm({
    schema: () => import("@vixen/core/avatar/schema.ts").then((file) => file.Recaption),
    read: (data) => ({
      images: images.map(({ id, revision }) => ({ id, revision })),
      ...Object.fromEntries(
        names.flatMap((name) => {
          const typed = String(data.get(name) ?? "");
          return typed === "" ? [] : [[name, typed]];
        }),
      ),
    }),
    send: async (change) => setChanged(await onChange(change)),
  });
  const labels = { find: "find", replace: "replaceWith", before: "before", after: "after" } as const;
  return (
    <form method="post" noValidate {...form.handlers} className="grid gap-3 pt-3">
      <p className="text-13 text-ink-2">{t("captionsLead", { count: images.length, filter })}</p>
      <ProblemNotice problem={form.problem} />
      <div className="grid gap-3 sm:grid-cols-2">
        {names.map((name) => (
          <InputField
            key={name}
            name={name}
            label={t(labels[name])}
            hint={name === "replace" ? t("replaceWithHint") : undefined}
            error={form.invalid.has(name) ? remedy(name === "find" ? "find" : "affix") : undefined}
            autoComplete="off"
          />
        ))}
      </div>
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" disabled={form.isPending || images.length === 0}>
          {t("changeCaptions", { count: images.length })}
        </Button>
        <p role="status" className="text-13 text-ink-2">
          {changed === undefined || form.isPending || form.problem
            ? ""
            : t("captionsChanged", { count: changed })}
        </p>
      </div>
    </form>
  );
}
