"use client";

import type { Route } from "next";
import Link from "next/link";
import { type KeyboardEvent, type ReactNode, useRef, useState } from "react";

/** A number and its words are made where the language is known; here they are placed. */
export type Column = {
  key: string;
  href: Route;
  /** Below the column. */
  label: string;
  title: string;
  amount: string;
  parts: { key: string; name: string; color: string; amount: string }[];
};
export type BarsProps = {
  label: string;
  columns: Column[];
  /** Lines across, the last of which is the top; `at` in the unit of the values. */
  ticks: { at: number; label: string }[];
  /** The drawing, which lies below the links. */
  children: ReactNode;
};

const keys: Record<string, (here: number, last: number) => number> = {
  ArrowLeft: (here) => here - 1,
  ArrowRight: (here) => here + 1,
  Home: () => 0,
  End: (_here, last) => last,
};

/**
 * Stacked bars, each of which is a link to its rows: the arrow keys go from one to the next, the pointer or the
 * focus shows what it is made of. The drawing itself says nothing to a screen reader; the links do.
 */
export function Bars({ label, columns, ticks, children }: BarsProps) {
  const links = useRef<(HTMLAnchorElement | null)[]>([]);
  const [current, setCurrent] = useState(columns.length - 1);
  const [shown, setShown] = useState<number>();
  const top = ticks.at(-1)?.at ?? 1;
  const step = Math.ceil(columns.length / 6);

  const move = (event: KeyboardEvent) => {
    const next = keys[event.key]?.(current, columns.length - 1);
    if (next === undefined) return;
    event.preventDefault();
    links.current[Math.max(0, Math.min(columns.length - 1, next))]?.focus();
  };

  return (
    <div className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 text-12 text-ink-3 tabular-nums">
      <div aria-hidden className="relative h-56">
        {ticks.map((tick) => (
          <span
            key={tick.at}
            className="absolute right-0 translate-y-1/2"
            style={{ bottom: `${(tick.at / top) * 100}%` }}
          >
            {tick.label}
          </span>
        ))}
        <span className="invisible">{ticks.at(-1)?.label}</span>
      </div>
      <div className="relative h-56">
        {children}
        <ol aria-label={label} className="absolute inset-0 flex">
          {columns.map((column, index) => (
            <li key={column.key} className="min-w-0 flex-1">
              <Link
                ref={(link) => {
                  links.current[index] = link;
                }}
                href={column.href}
                prefetch={false}
                tabIndex={index === current ? 0 : -1}
                aria-label={`${column.title}: ${column.amount}`}
                className="block h-full rounded-xs hover:bg-ink/6 focus-visible:bg-ink/6"
                onKeyDown={move}
                onFocus={() => {
                  setCurrent(index);
                  setShown(index);
                }}
                onBlur={() => setShown(undefined)}
                onPointerEnter={() => setShown(index)}
                onPointerLeave={() => setShown(undefined)}
              />
            </li>
          ))}
        </ol>
        {shown === undefined ? null : <Tip column={columns[shown]} at={(shown + 0.5) / columns.length} />}
      </div>
      <span />
      <div aria-hidden className="relative h-6">
        {columns.map((column, index) =>
          (columns.length - 1 - index) % step === 0 ? (
            <span
              key={column.key}
              className={`absolute top-2 whitespace-nowrap ${
                ((columns.length - 1 - index) / step) % 2 === 1 ? "max-sm:hidden" : ""
              }`}
              style={
                // The last one ends with its column: centred below it, it would be wider than the page.
                index === columns.length - 1
                  ? { right: 0 }
                  : { left: `${((index + 0.5) / columns.length) * 100}%`, translate: "-50%" }
              }
            >
              {column.label}
            </span>
          ) : null,
        )}
      </div>
    </div>
  );
}

/** Beside the pointer's column, and never past an edge: it is shifted by its own share of the way. */
function Tip({ column, at }: { column: Column | undefined; at: number }) {
  if (!column) return null;
  return (
    <div
      aria-hidden
      className="pointer-events-none absolute -top-3 z-10 grid min-w-44 gap-1 rounded-control border border-line bg-surface px-3 py-2 text-13 text-ink shadow-float"
      style={{ left: `${at * 100}%`, translate: `${-at * 100}% -100%` }}
    >
      <p className="flex justify-between gap-4 font-medium">
        <span>{column.title}</span> <span>{column.amount}</span>
      </p>
      {column.parts.map((part) => (
        <p key={part.key} className="flex items-center gap-2 text-ink-2">
          <span className="size-2 rounded-full" style={{ background: part.color }} />
          <span className="mr-auto">{part.name}</span> <span>{part.amount}</span>
        </p>
      ))}
    </div>
  );
}
