"use client";

import { useSyncExternalStore } from "react";
import { lazily } from "../lazily.tsx";
import type { BulkBarProps } from "./bulk-bar.tsx";

const BulkBar = lazily(() => import("./bulk-bar.tsx").then((file) => file.BulkBar));

/** The bar for what is chosen. Its code comes with the first choice. */
export function ChosenBar(props: BulkBarProps) {
  const { subscribe, ids } = props.selection;
  const size = useSyncExternalStore(
    subscribe,
    () => ids().size,
    () => 0,
  );
  return size > 0 ? <BulkBar {...props} /> : null;
}
