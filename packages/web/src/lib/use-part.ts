"use client";

import { useCallback, useState } from "react";

/**
 * Code that a page does without until somebody reaches for it: undefined until it is there. Asking again while it
 * comes costs nothing, and what could not be had is tried again with the next ask; the page stays as it is.
 */
export function usePart<Part>(load: () => Promise<Part>): readonly [Part | undefined, () => void] {
  const [part, setPart] = useState<{ value: Part }>();
  const want = useCallback(() => {
    load().then((value) => setPart((known) => known ?? { value }), console.error);
  }, [load]);
  return [part?.value, want];
}
