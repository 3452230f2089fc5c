"use client";

import { type ReactNode, useEffect, useRef } from "react";

type Props = { label: string; current: string | undefined; className: string; children: ReactNode };

/** Links in a row that scrolls where it is wider than the window, with the current one in sight. */
export function Strip({ label, current, className, children }: Props) {
  const strip = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: which link is current is read from the page
  useEffect(() => {
    const chosen = strip.current?.querySelector("[aria-current]")?.getBoundingClientRect();
    const room = strip.current?.getBoundingClientRect();
    if (!strip.current || !chosen || !room) return;
    // The page itself must not move, as scrollIntoView would have it.
    const beside = 16;
    if (chosen.right > room.right) strip.current.scrollLeft += chosen.right - room.right + beside;
    else if (chosen.left < room.left) strip.current.scrollLeft -= room.left - chosen.left + beside;
  }, [current]);
  return (
    <nav ref={strip} aria-label={label} className={`overflow-x-auto ${className}`}>
      {children}
    </nav>
  );
}
