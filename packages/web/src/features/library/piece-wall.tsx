"use client";

import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useTranslations } from "next-intl";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import type { Piece } from "../../lib/api-type.ts";
import { useKeys } from "../../lib/use-keys.ts";
import { PieceCell } from "./piece-cell.tsx";
import type { Selection } from "./selection.ts";

type Shape = { columns: number; rowHeight: number; offset: number };
type Props = {
  pieces: readonly Piece[];
  /** How many there are, loaded or not: the scroll bar is right from the start. */
  total: number;
  selection: Selection;
  onMore: () => void;
  /** Which of them are in the page, by their places. */
  onLook: (from: number, to: number) => void;
  onOpen: (id: string) => void;
};

const gap = 24;
/** What the server renders; the same cells stand at the same places once the browser has measured. */
const atFirst = 24;

/**
 * Pieces as a grid of which only the rows near the window are in the page. CSS decides about columns, so that
 * nothing moves when the script arrives.
 */
export function PieceWall({ pieces, total, selection, onMore, onLook, onOpen }: Props) {
  const t = useTranslations("library");
  const keys = useTranslations("libraryKeys");
  const list = useRef<HTMLUListElement>(null);
  const [shape, setShape] = useState<Shape>();
  useLayoutEffect(() => {
    const element = list.current;
    if (!element) return;
    const measure = () => setShape((before) => sameOr(before, shapeOf(element)));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const columns = shape?.columns ?? 1;
  const virtualizer = useWindowVirtualizer({
    count: shape ? Math.ceil(total / columns) : 0,
    estimateSize: () => shape?.rowHeight ?? 1,
    scrollMargin: shape?.offset ?? 0,
    overscan: 2,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another height is another layout of all rows
  useLayoutEffect(() => virtualizer.measure(), [shape?.rowHeight, virtualizer]);
  const rows = virtualizer.getVirtualItems();
  const [first, last] = [rows[0], rows.at(-1)];
  const from = first ? first.index * columns : 0;
  const to = Math.min(total, last ? (last.index + 1) * columns : atFirst);
  const margin = shape?.offset ?? 0;
  // A few rows ahead of what is looked at.
  const isShort = to + atFirst > pieces.length && pieces.length < total;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a page that came may still not be enough
  useEffect(() => {
    if (isShort) onMore();
  }, [isShort, pieces.length, onMore]);

  useEffect(() => onLook(from, to), [from, to, onLook]);

  const order = useRef(pieces);
  order.current = pieces;
  const extend = useRef((id: string) =>
    selection.extend(
      id,
      order.current.map((piece) => piece.id),
    ),
  );
  const current = () =>
    Number(document.activeElement?.closest("[data-index]")?.getAttribute("data-index") ?? -1);
  const move = (step: number) => {
    const index = Math.max(0, Math.min(total - 1, current() + step));
    const focus = () =>
      list.current
        ?.querySelector<HTMLElement>(`[data-index="${index}"] button`)
        ?.focus({ preventScroll: false });
    if (list.current?.querySelector(`[data-index="${index}"]`)) return focus();
    virtualizer.scrollToIndex(Math.floor(index / columns));
    requestAnimationFrame(() => requestAnimationFrame(focus));
  };
  useKeys(t("title"), [
    { key: "j", label: keys("next"), canRepeat: true, run: () => move(1) },
    { key: "k", label: keys("previous"), canRepeat: true, run: () => move(-1) },
    {
      key: "x",
      label: keys("select"),
      run: () => {
        const id = pieces[current()]?.id;
        if (id) selection.toggle(id);
      },
    },
  ]);

  return (
    <ul
      ref={list}
      aria-label={t("title")}
      className="grid grid-cols-2 gap-x-4 gap-y-6 sm:grid-cols-3 lg:grid-cols-4 xl:grid-cols-5"
      style={
        first && last
          ? {
              paddingTop: first.start - margin,
              // The last row has no gap below it.
              paddingBottom: Math.max(0, virtualizer.getTotalSize() - (last.end - margin)),
            }
          : undefined
      }
    >
      {Array.from({ length: Math.max(0, to - from) }, (_, offset) => {
        const index = from + offset;
        const piece = pieces[index];
        return piece ? (
          <PieceCell
            key={piece.id}
            piece={piece}
            index={index}
            total={total}
            selection={selection}
            onOpen={onOpen}
            onExtend={extend.current}
          />
        ) : (
          <li key={index} aria-hidden className="grid content-start gap-2">
            <span className="aspect-4/5 rounded-media bg-raised" />
            <span className="h-5" />
          </li>
        );
      })}
    </ul>
  );
}

function shapeOf(element: HTMLUListElement): Shape | undefined {
  const cell = element.querySelector("li");
  if (!cell) return undefined;
  return {
    columns: getComputedStyle(element).gridTemplateColumns.split(" ").length,
    rowHeight: cell.getBoundingClientRect().height + gap,
    offset: element.getBoundingClientRect().top + window.scrollY,
  };
}

/** A measurement that says the same must not render anything. */
function sameOr(before: Shape | undefined, next: Shape | undefined): Shape | undefined {
  const isSame =
    before && next && before.columns === next.columns && Math.abs(before.rowHeight - next.rowHeight) < 0.5;
  return isSame && Math.abs(before.offset - next.offset) < 1 ? before : next;
}
