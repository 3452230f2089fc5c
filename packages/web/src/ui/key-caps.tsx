"use client";

import { useSyncExternalStore } from "react";
import { capsOf } from "../lib/key-match.ts";

const isApple = () => /mac|iphone|ipad/i.test(navigator.platform);

/** The keys to press, drawn as caps. */
export function KeyCaps({ keys }: { keys: string }) {
  const caps = capsOf(
    keys,
    useSyncExternalStore(never, isApple, () => false),
  );
  return (
    <kbd className="inline-flex gap-1 font-sans">
      {caps.map((cap) => (
        <span
          key={cap}
          className="min-w-6 rounded-[4px] border border-line bg-raised px-1.5 text-center text-12 text-ink-2"
        >
          {cap}
        </span>
      ))}
    </kbd>
  );
}

/** A keyboard does not change under the page. */
const never = () => () => undefined;
