"use client";

import { useSearchParams } from "next/navigation";
import { useCallback, useEffect, useRef, useState } from "react";

const name = "piece";

/** Which piece is open stands in the address: a reload, a link and the way back keep it. */
export function useOpenPiece() {
  const asked = useSearchParams().get(name) ?? undefined;
  const [pieceId, setPieceId] = useState(asked);
  const isOpenedHere = useRef(false);
  const writing = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => setPieceId(asked), [asked]);
  useEffect(() => () => clearTimeout(writing.current), []);

  const open = useCallback((id: string) => {
    setPieceId(id);
    // The router goes through the whole page for another address; the sheet is on the screen before that.
    clearTimeout(writing.current);
    writing.current = setTimeout(() => {
      writing.current = undefined;
      isOpenedHere.current = true;
      window.history.pushState(null, "", addressWith(id));
    }, 0);
  }, []);

  const close = useCallback(() => {
    setPieceId(undefined);
    const isWritten = writing.current === undefined;
    clearTimeout(writing.current);
    writing.current = undefined;
    if (!isWritten) return;
    // The way back closes it too, so closing it goes that way: the history has no step that does nothing.
    if (isOpenedHere.current) window.history.back();
    else window.history.replaceState(null, "", addressWith(undefined));
    isOpenedHere.current = false;
  }, []);

  return { pieceId, open, close };
}

function addressWith(id: string | undefined): string {
  const address = new URL(window.location.href);
  if (id === undefined) address.searchParams.delete(name);
  else address.searchParams.set(name, id);
  return address.pathname + address.search;
}
