"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import type { Subject } from "../../lib/subject.ts";
import { useChanges } from "../../lib/use-changes.ts";

type Props = {
  about: readonly Subject[];
  /** A whole page is rendered again at most this often, however much happens. */
  atMostEveryMs?: number;
};

/** Renders the server's page again when something of `about` changed. */
export function RefreshOn({ about, atMostEveryMs = 3_000 }: Props) {
  const router = useRouter();
  const last = useRef(Number.NEGATIVE_INFINITY);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  useChanges(about, () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(
      () => {
        last.current = Date.now();
        router.refresh();
      },
      Math.max(0, last.current + atMostEveryMs - Date.now()),
    );
  });
  return null;
}
