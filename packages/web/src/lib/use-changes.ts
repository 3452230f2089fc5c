"use client";

import { useEffect, useRef } from "react";
import { useFeed } from "../features/activity/activity-provider.tsx";
import { concerns, type Subject } from "./subject.ts";

const arrivals = new WeakMap<object, number>();

/** When this tab first saw `data`. On the way back the router shows a page with the very objects that it came with. */
function arrivalOf(data: object): number {
  const arrivedAt = arrivals.get(data) ?? performance.now();
  arrivals.set(data, arrivedAt);
  return arrivedAt;
}

/**
 * Calls `onChange` whenever something of `about` changed, wherever and by whomever; also for what changed since `data`
 * came, which is what the server's page gave the caller to show.
 */
export function useChanges(about: readonly Subject[], onChange: () => void, data: object = about): void {
  const { listen } = useFeed();
  const latest = useRef({ about, onChange, data });
  latest.current = { about, onChange, data };
  useEffect(() => void arrivalOf(data), [data]);
  useEffect(
    () =>
      listen((changes) => {
        if (concerns(changes, latest.current.about)) latest.current.onChange();
      }, arrivalOf(latest.current.data)),
    [listen],
  );
}
