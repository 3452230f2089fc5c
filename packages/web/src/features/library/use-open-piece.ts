"use client";

import { useSearchParams } from "next/navigation";
import { useCallback, useRef } from "react";

const name = "piece";

/** Which piece is open stands in the address: a reload, a link and the way back keep it. */
export function useOpenPiece() {
  const pieceId = useSearchParams().get(name) ?? undefined;
  const isOpenedHere = useRef(false);

  const open = useCallback((id: string) => {
    isOpenedHere.current = true;
    window.history.pushState(null, "", addressWith(id));
  }, []);

  const close = useCallback(() => {
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
