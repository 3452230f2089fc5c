"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import type { Dataset } from "../../lib/api-type.ts";
import { useHasDraft } from "../../lib/drafts.ts";
import { useKeys } from "../../lib/use-keys.ts";
import { lazily } from "../lazily.tsx";
import { ProblemNotice } from "../problem-notice.tsx";
import { captionDraftKey, DatasetImage } from "./dataset-image.tsx";
import { DatasetThumbnail } from "./dataset-thumbnail.tsx";
import { useDatasetDecisions } from "./use-dataset-decisions.ts";

const DatasetCaptions = lazily(() => import("./dataset-captions.tsx").then((file) => file.DatasetCaptions));

export type Image = Dataset["images"][number];
type Props = {
  avatarId: string;
  images: Image[];
  /** Whether a person may decide now. */
  isOpen: boolean;
  /** What one more picture costs. */
  price: number;
  onRefresh: () => void;
};

const filters = ["all", "kept", "rejected"] as const;
const filterWords = { all: "all", kept: "allKept", rejected: "allRejected" } as const;

/** The pictures as a grid that is looked through by keys, with the one at hand beside it. */
export function DatasetGrid({ avatarId, images, isOpen, price, onRefresh }: Props) {
  const t = useTranslations("dataset");
  const [filter, setFilter] = useState<(typeof filters)[number]>("all");
  const [currentId, setCurrent] = useState<string>();
  const [isEditing, setEditing] = useState(false);
  const [isWriting, setWriting] = useState(false);
  const list = useRef<HTMLUListElement>(null);
  const decisions = useDatasetDecisions(avatarId, images, onRefresh);
  const isMatch = ({ status }: Image) => filter === "all" || (filter === "kept") === (status === "kept");
  // What was just decided stays in sight until one moves on, and is no longer of the filter.
  const shown = decisions.images.filter((image) => isMatch(image) || image.id === currentId);
  const index = Math.max(
    0,
    shown.findIndex(({ id }) => id === currentId),
  );
  const current = shown[index];
  const hasDraft = useHasDraft(captionDraftKey(current?.id ?? ""));

  function move(to: number) {
    const next = shown[Math.min(Math.max(to, 0), shown.length - 1)];
    if (!next) return;
    setEditing(false);
    setCurrent(next.id);
    list.current?.querySelector<HTMLElement>(`[data-id="${next.id}"]`)?.focus();
  }
  /** The grid has as many columns as fit: the row below begins where the top edge changes. */
  function columns(): number {
    const tops = [...(list.current?.children ?? [])].map((item) => (item as HTMLElement).offsetTop);
    const first = tops.findIndex((top) => top !== tops[0]);
    return first === -1 ? tops.length : first;
  }
  const decide = (decision: "keep" | "reject") => {
    if (isOpen && current) decisions.decide(current.id, decision);
  };
  const replace = () => {
    if (isOpen && current) decisions.replace(current.id);
  };
  useKeys(t("keys"), [
    { key: "j", label: t("next"), run: () => move(index + 1), canRepeat: true },
    { key: "k", label: t("previous"), run: () => move(index - 1), canRepeat: true },
    { key: "ArrowRight", label: t("next"), run: () => move(index + 1), canRepeat: true },
    { key: "ArrowLeft", label: t("previous"), run: () => move(index - 1), canRepeat: true },
    { key: "ArrowDown", label: t("below"), run: () => move(index + columns()), canRepeat: true },
    { key: "ArrowUp", label: t("above"), run: () => move(index - columns()), canRepeat: true },
    { key: "shift+k", label: t("keep"), run: () => decide("keep") },
    { key: "x", label: t("reject"), run: () => decide("reject") },
    { key: "r", label: t("replace"), run: replace },
    { key: "e", label: t("editCaption"), run: () => isOpen && setEditing(true) },
  ]);
  // A filter may hide the picture at hand.
  useEffect(() => {
    if (!currentId && shown[0]) setCurrent(shown[0].id);
  }, [currentId, shown]);

  return (
    <div className="grid gap-4">
      <fieldset className="flex flex-wrap gap-1">
        <legend className="sr-only">{t("filter")}</legend>
        {filters.map((name) => (
          <button
            key={name}
            type="button"
            aria-pressed={filter === name}
            onClick={() => setFilter(name)}
            className="min-h-(--touch) rounded-control px-3 text-ink-2 hover:bg-raised aria-pressed:bg-raised aria-pressed:font-medium aria-pressed:text-ink"
          >
            {t(filterWords[name])}
          </button>
        ))}
      </fieldset>
      <ProblemNotice problem={decisions.problem} />
      {isOpen ? (
        <details onToggle={(event) => setWriting(event.currentTarget.open)}>
          <summary className="w-fit min-h-(--touch) cursor-pointer content-center text-ink-2 hover:text-ink">
            {t("captions")}
          </summary>
          {isWriting ? (
            <DatasetCaptions
              images={decisions.images.filter(isMatch)}
              filter={filter}
              onChange={decisions.recaption}
            />
          ) : null}
        </details>
      ) : null}
      <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_280px]">
        <ul
          ref={list}
          className="order-2 grid grid-cols-3 content-start gap-2 sm:grid-cols-4 lg:order-1 lg:grid-cols-5"
        >
          {shown.map((image) => (
            <DatasetThumbnail
              key={image.id}
              image={image}
              isCurrent={image.id === current?.id}
              onChoose={() => {
                setEditing(false);
                setCurrent(image.id);
              }}
            />
          ))}
        </ul>
        {current ? (
          <DatasetImage
            key={current.id}
            image={current}
            isOpen={isOpen}
            price={price}
            isEditing={isEditing || hasDraft}
            onEdit={setEditing}
            onDecide={decide}
            onReplace={replace}
            onCaption={(caption) => decisions.describe(current.id, caption)}
          />
        ) : null}
      </div>
      <p role="status" className="sr-only">
        {decisions.said
          ? t("said", { number: decisions.said.ordinal + 1, state: t(decisions.said.status) })
          : ""}
      </p>
    </div>
  );
}
