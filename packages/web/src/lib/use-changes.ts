"use client";

import { useEffect, useRef } from "react";
import { useFeed } from "../features/activity/activity-provider.tsx";
import { concerns, type Subject } from "./subject.ts";

/** Calls `onChange` whenever something of `about` changed, wherever and by whomever. */
export function useChanges(about: readonly Subject[], onChange: () => void): void {
  const { listen } = useFeed();
  const latest = useRef({ about, onChange });
  latest.current = { about, onChange };
  useEffect(
    () =>
      listen((changes) => {
        if (concerns(changes, latest.current.about)) latest.current.onChange();
      }),
    [listen],
  );
}
