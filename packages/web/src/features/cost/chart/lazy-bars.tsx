"use client";

import dynamic from "next/dynamic";
import type { BarsProps } from "./bars.tsx";

const Bars = dynamic(() => import("./bars.tsx").then((module) => module.Bars), {
  loading: () => <div className="skeleton h-62" />,
});

/** The chart's library comes apart from the page, and only where there is a chart. */
export function LazyBars(props: BarsProps) {
  return <Bars {...props} />;
}
