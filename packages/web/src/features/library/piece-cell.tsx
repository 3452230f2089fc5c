"use client";

import { useTranslations } from "next-intl";
import { type MouseEvent, memo, useSyncExternalStore } from "react";
import type { Piece } from "../../lib/api-type.ts";
import { PieceStatus } from "./piece-status.tsx";
import type { Selection } from "./selection.ts";

type Props = {
  piece: Piece;
  index: number;
  total: number;
  selection: Selection;
  onOpen: (id: string) => void;
  onExtend: (id: string) => void;
};

/** One picture of the grid. Its text is shown as text, whatever a model wrote. */
export const PieceCell = memo(function PieceCell(props: Props) {
  const { piece, index, total, selection, onOpen, onExtend } = props;
  const t = useTranslations("library");
  const tier = useTranslations("pieceTier");
  const isSelected = useSyncExternalStore(
    selection.subscribe,
    () => selection.has(piece.id),
    () => false,
  );
  const select = (event: MouseEvent) => (event.shiftKey ? onExtend(piece.id) : selection.toggle(piece.id));
  const name = t("piece", { number: index + 1 });
  return (
    <li
      aria-setsize={total}
      aria-posinset={index + 1}
      data-index={index}
      className="relative grid content-start gap-2"
    >
      <button
        type="button"
        onClick={() => onOpen(piece.id)}
        className={`relative rounded-media ${isSelected ? "outline-2 outline-offset-2 outline-accent" : ""}`}
      >
        <span className="sr-only">{piece.hook ? `${name}: ${piece.hook}` : name}</span>
        {piece.imageUrl ? (
          // biome-ignore lint/performance/noImgElement: the CDN has the final size, an optimiser would only add a hop
          <img
            src={piece.imageUrl}
            alt=""
            loading="lazy"
            decoding="async"
            className="aspect-4/5 w-full rounded-media bg-raised object-cover"
          />
        ) : (
          <span className="grid aspect-4/5 place-items-center rounded-media bg-raised text-13 text-ink-2">
            {t("noPicture")}
          </span>
        )}
      </button>
      <label className="absolute top-0 left-0 grid size-10 cursor-pointer place-items-center">
        <input
          type="checkbox"
          checked={isSelected}
          readOnly
          onClick={select}
          aria-label={t("select", { number: index + 1 })}
          className="size-5 accent-accent"
        />
      </label>
      <span className="flex h-5 items-center justify-between gap-2 overflow-hidden">
        <PieceStatus piece={piece} />
        <span className="truncate text-13 text-ink-3">{piece.tier === "public" ? "" : tier(piece.tier)}</span>
      </span>
    </li>
  );
});
