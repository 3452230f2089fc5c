"use client";

import { type ComponentType, useEffect } from "react";
import { usePart } from "../lib/use-part.ts";
import { PartLost } from "./part-lost.tsx";

/**
 * What somebody opens, whose code comes when they do. Next's `dynamic` gives the whole page to its error when that code
 * cannot be had; this one says so in place and goes on by itself.
 */
export function lazily<Props extends object>(load: () => Promise<ComponentType<Props>>) {
  let Known: ComponentType<Props> | undefined;
  const loadOnce = async () => {
    Known = await load();
    return Known;
  };
  return function Lazy(props: Props) {
    const [Loaded, want, isLost] = usePart(loadOnce);
    const Part = Loaded ?? Known;
    useEffect(() => {
      if (!Known) want();
    }, [want]);
    if (Part) return <Part {...props} />;
    return isLost ? <PartLost onAgain={want} /> : null;
  };
}
