"use client";

import { Check, Download, Tag, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { type FormEvent, useState, useSyncExternalStore } from "react";
import { Button } from "../../ui/button.tsx";
import { downloadCsv } from "./download-csv.ts";
import type { Selection } from "./selection.ts";
import { ZipButton } from "./zip-button.tsx";

type Props = {
  selection: Selection;
  isPending: boolean;
  onDecide: (ids: string[], decision: "approve" | "reject") => void;
  onTag: (ids: string[], change: Tagged) => void;
  /** Those in use, to choose from. */
  tags: string[];
};
export type Tagged = { verb: "add" | "remove"; tag: string };

const none: ReadonlySet<string> = new Set();

/** What can be done with the chosen pieces; it is there as long as some are. */
export function BulkBar({ selection, isPending, onDecide, onTag, tags }: Props) {
  const t = useTranslations("library");
  const ids = useSyncExternalStore(selection.subscribe, selection.ids, () => none);
  const [hasTagField, setTagField] = useState(false);
  if (ids.size === 0) return null;
  const chosen = [...ids];
  const tag = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const { submitter } = event.nativeEvent as SubmitEvent;
    const form = new FormData(event.currentTarget, submitter);
    const word = String(form.get("tag") ?? "").trim();
    if (word) onTag(chosen, { verb: form.get("verb") === "remove" ? "remove" : "add", tag: word });
    setTagField(false);
  };
  return (
    <section
      aria-label={t("chosen", { count: ids.size })}
      className="fixed inset-x-2 bottom-20 z-20 mx-auto flex max-w-3xl flex-wrap items-center gap-2 rounded-media border border-line bg-surface p-2 shadow-float md:bottom-4"
    >
      <span className="px-2 font-medium tabular-nums">{t("chosen", { count: ids.size })}</span>
      <Button disabled={isPending} onClick={() => onDecide(chosen, "approve")}>
        <Check aria-hidden /> {t("approve")}
      </Button>
      <Button disabled={isPending} onClick={() => onDecide(chosen, "reject")}>
        <X aria-hidden /> {t("reject")}
      </Button>
      {hasTagField ? (
        <form onSubmit={tag} className="flex flex-wrap gap-2">
          <input
            name="tag"
            aria-label={t("tag")}
            placeholder={t("tag")}
            maxLength={40}
            list="tags-in-use"
            // biome-ignore lint/a11y/noAutofocus: it appears because somebody asked to type here
            autoFocus
            className="min-h-9 w-32 rounded-control border border-edge bg-surface px-3"
          />
          <datalist id="tags-in-use">
            {tags.map((name) => (
              <option key={name} value={name} />
            ))}
          </datalist>
          <Button type="submit" name="verb" value="add">
            {t("add")}
          </Button>
          <Button type="submit" name="verb" value="remove">
            {t("removeTag")}
          </Button>
        </form>
      ) : (
        <Button disabled={isPending} onClick={() => setTagField(true)}>
          <Tag aria-hidden /> {t("tag")}
        </Button>
      )}
      <Button onClick={() => void downloadCsv({ ids: chosen })}>
        <Download aria-hidden /> CSV
      </Button>
      <ZipButton of={{ pieceIds: chosen }} onStarted={() => selection.replace([])} />
      <Button variant="quiet" className="ml-auto" onClick={() => selection.replace([])}>
        {t("clear")}
      </Button>
    </section>
  );
}
