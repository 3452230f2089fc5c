"use client";

import { useCallback, useRef, useState } from "react";
import type { Piece } from "../../lib/api-type.ts";
import { api } from "../../lib/browser-api.ts";
import { answerOf } from "../../lib/refusal.ts";
import type { Query } from "./query.ts";

export type PiecePage = { items: Piece[]; next: string | null };
const pageSize = "100";

/** The pieces of a filter, page after page, with what was changed here since. */
export function usePieces(initial: PiecePage, query: Query) {
  const [pieces, setPieces] = useState<readonly Piece[]>(initial.items);
  const next = useRef(initial.next);
  const isLoading = useRef(false);
  const [hasFailed, setFailed] = useState(false);
  const asked = useRef(query);

  const loadMore = useCallback(async () => {
    if (isLoading.current || next.current === null) return;
    isLoading.current = true;
    try {
      const page = await answerOf(
        api.content.pieces.$get({ query: { ...asked.current, limit: pageSize, cursor: next.current } }),
      );
      next.current = page.next;
      setFailed(false);
      setPieces((known) => [...known, ...page.items]);
    } catch {
      setFailed(true); // a notice offers another try; what is there stays
    } finally {
      isLoading.current = false;
    }
  }, []);

  const patch = useCallback((changes: ReadonlyMap<string, Partial<Piece>>) => {
    setPieces((known) =>
      known.map((piece) => {
        const change = changes.get(piece.id);
        return change ? { ...piece, ...change } : piece;
      }),
    );
  }, []);

  return { pieces, loadMore, patch, hasFailed };
}
