"use client";

import Link, { type LinkProps } from "next/link";
import { type AnchorHTMLAttributes, useState } from "react";

/**
 * A link whose page is fetched ahead once somebody reaches for it. All of them at once, as they come in sight, would
 * have the server render as many pages of which one is opened.
 */
export function ReachLink<Route>(
  props: LinkProps<Route> & Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof LinkProps<Route>>,
) {
  const [isReached, setReached] = useState(false);
  const reach = () => setReached(true);
  return (
    <Link
      {...props}
      prefetch={isReached ? null : false}
      onPointerEnter={reach}
      onFocus={reach}
      onTouchStart={reach}
    />
  );
}
