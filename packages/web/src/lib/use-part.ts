"use client";

import { useCallback, useEffect, useState } from "react";

/**
 * Code that a page does without until somebody reaches for it: undefined until it is there. Asking again while it
 * comes costs nothing. What could not be had is lost until the next ask, or until there is a connection again; the
 * page stays as it is.
 */
export function usePart<Part>(load: () => Promise<Part>) {
  const [part, setPart] = useState<{ value: Part }>();
  const [isLost, setLost] = useState(false);
  const want = useCallback(() => {
    load().then(
      (value) => {
        setPart((known) => known ?? { value });
        setLost(false);
      },
      (error) => {
        console.error(error);
        setLost(true);
      },
    );
  }, [load]);
  useEffect(() => {
    if (!isLost) return;
    window.addEventListener("online", want);
    return () => window.removeEventListener("online", want);
  }, [isLost, want]);
  return [part?.value, want, isLost] as const;
}
