"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import type { Subject } from "../../lib/subject.ts";
import { useChanges } from "../../lib/use-changes.ts";

/** A whole page is rendered again at most this often, however much happens. */
const atMostEveryMs = 3_000;

/** Renders the server's page again when something of `about` changed. */
export function RefreshOn({ about }: { about: readonly Subject[] }) {
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
