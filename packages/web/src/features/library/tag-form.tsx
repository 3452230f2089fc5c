"use client";

import { useTranslations } from "next-intl";
import { useRef } from "react";
import { useForm } from "../../lib/use-form.ts";
import { Button } from "../../ui/button.tsx";
import { InputField } from "../../ui/field.tsx";
import { ProblemNotice } from "../problem-notice.tsx";

export type Tagged = { verb: "add" | "remove"; tag: string };

type Props = {
  /** Those in use, to choose from. */
  tags: string[];
  /** Rejects when the API refuses: what was typed stays. */
  onTag: (change: Tagged) => Promise<void>;
  onClose: () => void;
};

/** Puts a tag on what is chosen, or takes one off. */
export function TagForm({ tags, onTag, onClose }: Props) {
  const t = useTranslations("library");
  const verb = useRef<Tagged["verb"]>("add");
  const { handlers, invalid, problem, isPending } = useForm({
    schema: () =>
      import("@vixen/core/content/schema.ts").then((file) => file.PieceFilter.pick({ tag: true }).required()),
    read: (form) => ({ tag: form.get("tag") }),
    send: async ({ tag }) => {
      await onTag({ verb: verb.current, tag });
      onClose();
    },
  });
  return (
    <form
      method="post"
      noValidate
      {...handlers}
      onKeyDown={(event) => event.key === "Escape" && onClose()}
      className="order-last flex basis-full flex-wrap items-start gap-2 border-t border-line px-2 pt-2"
    >
      <div className="order-first basis-full empty:hidden">
        <ProblemNotice problem={problem} />
      </div>
      <div className="w-full sm:w-72">
        <InputField
          name="tag"
          label={t("tag")}
          list="tags-in-use"
          autoFocus
          autoComplete="off"
          error={invalid.size > 0 ? t("tagWrong") : undefined}
        />
        <datalist id="tags-in-use">
          {tags.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
      </div>
      <div className="flex flex-wrap gap-2 sm:pt-6">
        {/* Enter presses the first one. */}
        <Button
          type="submit"
          disabled={isPending}
          onClick={() => {
            verb.current = "add";
          }}
        >
          {t("add")}
        </Button>
        <Button
          type="submit"
          disabled={isPending}
          onClick={() => {
            verb.current = "remove";
          }}
        >
          {t("removeTag")}
        </Button>
        <Button variant="quiet" onClick={onClose}>
          {t("cancel")}
        </Button>
      </div>
    </form>
  );
}
