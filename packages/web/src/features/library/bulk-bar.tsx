"use client";

import { Check, Download, Tag, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState, useSyncExternalStore } from "react";
import { useAction } from "../../lib/use-action.ts";
import { Button } from "../../ui/button.tsx";
import { lazily } from "../lazily.tsx";
import { ProblemNotice } from "../problem-notice.tsx";
import { csvOfChosen } from "./download-csv.ts";
import type { Selection } from "./selection.ts";
import type { Tagged } from "./tag-form.tsx";
import { ZipButton } from "./zip-button.tsx";

const TagForm = lazily(() => import("./tag-form.tsx").then((file) => file.TagForm));

export type BulkBarProps = {
  selection: Selection;
  isPending: boolean;
  onDecide: (ids: string[], decision: "approve" | "reject") => void;
  onTag: (ids: string[], change: Tagged) => Promise<void>;
  tags: string[];
};

const none: ReadonlySet<string> = new Set();

/** What can be done with the chosen pieces; it is there as long as some are. */
export function BulkBar({ selection, isPending, onDecide, onTag, tags }: BulkBarProps) {
  const t = useTranslations("library");
  const ids = useSyncExternalStore(selection.subscribe, selection.ids, () => none);
  const [hasTagForm, setTagForm] = useState(false);
  const csv = useAction();
  if (ids.size === 0) return null;
  const chosen = [...ids];
  return (
    <section
      aria-label={t("chosen", { count: ids.size })}
      className="fixed inset-x-2 bottom-20 z-20 mx-auto flex max-w-3xl flex-wrap items-center gap-2 rounded-media border border-line bg-surface p-2 shadow-float md:bottom-4"
    >
      <div className="order-first basis-full empty:hidden">
        <ProblemNotice problem={csv.problem} />
      </div>
      <span className="px-2 font-medium tabular-nums max-md:-order-1">
        {t("chosen", { count: ids.size })}
      </span>
      <div className="tiles flex basis-full flex-wrap gap-1 md:contents">
        <Button disabled={isPending} onClick={() => onDecide(chosen, "approve")}>
          <Check aria-hidden /> {t("approve")}
        </Button>
        <Button disabled={isPending} onClick={() => onDecide(chosen, "reject")}>
          <X aria-hidden /> {t("reject")}
        </Button>
        {!hasTagForm && (
          <Button disabled={isPending} onClick={() => setTagForm(true)}>
            <Tag aria-hidden /> {t("tag")}
          </Button>
        )}
        <Button disabled={csv.isPending} onClick={() => csv.run(() => csvOfChosen(chosen))}>
          <Download aria-hidden /> {csv.isPending ? t("csvBusy") : t("csv")}
        </Button>
        <ZipButton of={{ pieceIds: chosen }} onStarted={() => selection.replace([])} />
      </div>
      {hasTagForm && (
        <TagForm tags={tags} onTag={(change) => onTag(chosen, change)} onClose={() => setTagForm(false)} />
      )}
      <Button variant="quiet" className="ml-auto max-md:-order-1" onClick={() => selection.replace([])}>
        {t("clear")}
      </Button>
    </section>
  );
}
