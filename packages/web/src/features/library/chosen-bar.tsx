"use client";

import { useEffect, useSyncExternalStore } from "react";
import { usePart } from "../../lib/use-part.ts";
import type { BulkBarProps } from "./bulk-bar.tsx";

const load = () => import("./bulk-bar.tsx").then((file) => file.BulkBar);

/** The bar for what is chosen. Its code comes with the first choice; could it not be had, with the next one. */
export function ChosenBar(props: BulkBarProps) {
  const { subscribe, ids } = props.selection;
  const size = useSyncExternalStore(
    subscribe,
    () => ids().size,
    () => 0,
  );
  const [BulkBar, want] = usePart(load);
  useEffect(() => {
    if (size > 0) want();
  }, [size, want]);
  return BulkBar && size > 0 ? <BulkBar {...props} /> : null;
}
