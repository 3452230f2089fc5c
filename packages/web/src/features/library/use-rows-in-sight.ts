import { useCallback, useSyncExternalStore } from "react";

/** Rows of one height, the first of which begins so many pixels below the document's top. */
export type Rows = { count: number; height: number; offset: number };

/** Beyond the window's edges: what a turn of the wheel shows is there before it. */
const ahead = 2;

/**
 * The first and the last of the rows that are in the window or near it. Undefined on the server, and as long as
 * nobody knows how high a row is. All rows are of one height, so this needs none of what a virtualizer measures,
 * which is 10 kB of every library.
 */
export function useRowsInSight(rows: Rows | undefined): { first: number; last: number } | undefined {
  const { count = 0, height = 1, offset = 0 } = rows ?? {};
  const snapshot = useCallback(
    () => (count === 0 ? undefined : inSight({ count, height, offset }).join(" ")),
    [count, height, offset],
  );
  // A name rather than an object: what is the same renders nothing.
  const name = useSyncExternalStore(subscribe, snapshot, () => undefined);
  if (name === undefined) return undefined;
  const [first = 0, last = 0] = name.split(" ").map(Number);
  return { first, last };
}

/** Scrolls as little as shows the whole row. */
export function scrollToRow(row: number, { height, offset }: Rows): void {
  const top = offset + row * height;
  const isAbove = top < window.scrollY;
  if (!isAbove && top + height <= window.scrollY + window.innerHeight) return;
  window.scrollTo({ top: isAbove ? top : top + height - window.innerHeight });
}

function inSight({ count, height, offset }: Rows): [number, number] {
  const rowAt = (y: number) => Math.floor((y - offset) / height);
  const kept = (row: number) => Math.max(0, Math.min(count - 1, row));
  return [kept(rowAt(window.scrollY) - ahead), kept(rowAt(window.scrollY + window.innerHeight) + ahead)];
}

function subscribe(listener: () => void): () => void {
  window.addEventListener("scroll", listener, { passive: true });
  window.addEventListener("resize", listener);
  return () => {
    window.removeEventListener("scroll", listener);
    window.removeEventListener("resize", listener);
  };
}
