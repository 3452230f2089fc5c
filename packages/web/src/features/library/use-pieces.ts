"use client";

import { cursorBehind } from "@vixen/core/content/vocabulary.ts";
import { startTransition, useCallback, useEffect, useRef, useState } from "react";
import type { Piece } from "../../lib/api-type.ts";
import { api } from "../../lib/browser-api.ts";
import { answerOf } from "../../lib/refusal.ts";
import { askToSignIn } from "../../lib/sign-in-again.ts";
import type { Subject } from "../../lib/subject.ts";
import { isSignedOut, type Problem, problemOf } from "../../lib/use-form.ts";
import { useLive } from "../../lib/use-live.ts";
import type { PiecePage } from "./merge-pieces.ts";
import type { Query } from "./query.ts";
import { Stale } from "./stale.ts";

export type { PiecePage };

const pageSize = "100";

type Options = {
  query: Query;
  isChosen: (id: string) => boolean;
  /** What they are to be read again for. */
  about: readonly Subject[];
};

/**
 * The pieces of a filter, page after page, with what was changed here and elsewhere since. News change what is shown
 * piece by piece: what is chosen or was decided here stays, also where it fits the filter no longer. After news the first
 * page is read again and the one that is looked at, the others when somebody comes to see them.
 */
export function usePieces(initial: PiecePage, { query, isChosen, about }: Options) {
  const [pieces, setPieces] = useState<readonly Piece[]>(initial.items);
  const [next, setNext] = useState(initial.next);
  const [problem, setProblem] = useState<Problem>();
  const isLoading = useRef(false);
  const latest = useRef({ pieces, next, query, isChosen });
  latest.current = { ...latest.current, query, isChosen };
  const decidedHere = useRef(new Set<string>());
  const [stale] = useState(() => new Stale());

  const show = useCallback((shown: readonly Piece[], cursor: string | null) => {
    latest.current = { ...latest.current, pieces: shown, next: cursor };
    setPieces(shown);
    setNext(cursor);
  }, []);

  const read = useCallback((cursor?: string) => {
    const asked = { ...latest.current.query, limit: pageSize, ...(cursor ? { cursor } : {}) };
    return answerOf(api.content.pieces.$get({ query: asked }));
  }, []);

  const loadMore = useCallback(async () => {
    const cursor = latest.current.next;
    if (isLoading.current || cursor === null) return;
    isLoading.current = true;
    try {
      const page = await read(cursor);
      setProblem(undefined);
      const known = new Set(latest.current.pieces.map(({ id }) => id));
      show([...latest.current.pieces, ...page.items.filter(({ id }) => !known.has(id))], page.next);
    } catch (error) {
      if (isSignedOut(error)) askToSignIn();
      setProblem(problemOf(error)); // a notice offers another try; what is there stays
    } finally {
      isLoading.current = false;
    }
  }, [read, show]);

  const merge = useCallback(
    async (page: PiecePage, after?: string) => {
      // Of use once something changed, and not for the page to begin with.
      const { mergeFrom } = await import("./merge-pieces.ts");
      const { pieces: items, next: cursor, query: asked, isChosen: isInSelection } = latest.current;
      const isInUse = (id: string) => isInSelection(id) || decidedHere.current.has(id);
      const found = mergeFrom(after, { items: [...items], next: cursor }, page, {
        sort: asked.sort,
        isInUse,
      });
      // Nobody waits for news: a key or a click that comes meanwhile is answered first.
      startTransition(() => show(found.items, found.next));
    },
    [show],
  );

  const readStale = useCallback(
    () =>
      stale.read(
        () => latest.current.pieces,
        async (after) =>
          merge(await read(after && cursorBehind(latest.current.query.sort, after)), after?.id),
      ),
    [stale, merge, read],
  );
  const readAgain = async () => {
    stale.all(latest.current.pieces);
    await stale.readFirst(latest.current.pieces, async () => merge(await read()));
    await readStale();
  };
  useLive(undefined, readAgain, about, initial);
  /** Which of the pieces are looked at, by their places. */
  const look = useCallback(
    (from: number, to: number) => {
      stale.look(from, to);
      // What could not be read is when somebody looks again, or with the next news.
      readStale().catch(() => undefined);
    },
    [stale, readStale],
  );

  const merged = useRef(initial);
  useEffect(() => {
    // The server's page may have been rendered again for a reason of its own.
    // What cannot be merged, for its code does not come, is read again with the next news.
    if (merged.current !== initial) merge(initial).catch(() => undefined);
    merged.current = initial;
  }, [initial, merge]);

  const patch = useCallback(
    (changes: ReadonlyMap<string, Partial<Piece>>) => {
      for (const id of changes.keys()) decidedHere.current.add(id);
      const changed = latest.current.pieces.map((piece) => {
        const change = changes.get(piece.id);
        return change ? { ...piece, ...change } : piece;
      });
      show(changed, latest.current.next);
    },
    [show],
  );

  return { pieces, hasMore: next !== null, loadMore, look, patch, problem };
}
