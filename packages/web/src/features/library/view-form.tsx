"use client";

import { useTranslations } from "next-intl";
import { useForm } from "../../lib/use-form.ts";
import { Button } from "../../ui/button.tsx";
import { InputField } from "../../ui/field.tsx";
import { ProblemNotice } from "../problem-notice.tsx";
import type { Query } from "./query.ts";
import { saveView, viewSchema } from "./save-view.ts";

type Props = { query: Query; onSaved: () => void; onCancel: () => void };

/** The name under which the filter at hand is kept. */
export function ViewForm({ query, onSaved, onCancel }: Props) {
  const t = useTranslations("library");
  const { handlers, invalid, problem, isPending } = useForm({
    schema: viewSchema,
    read: (form) => ({ name: form.get("name"), query }),
    send: async ({ name }) => {
      await saveView(name, query);
      onSaved();
    },
  });
  return (
    <form method="post" noValidate {...handlers} className="flex flex-wrap items-start gap-2">
      <div className="basis-full empty:hidden">
        <ProblemNotice problem={problem} />
      </div>
      <div className="w-full sm:w-56">
        <InputField
          name="name"
          label={t("viewName")}
          autoFocus
          autoComplete="off"
          error={invalid.has("name") ? t("viewNameWrong") : undefined}
        />
      </div>
      <div className="flex gap-2 sm:pt-6">
        <Button type="submit" disabled={isPending}>
          {t("save")}
        </Button>
        <Button variant="quiet" onClick={onCancel}>
          {t("cancel")}
        </Button>
      </div>
    </form>
  );
}
