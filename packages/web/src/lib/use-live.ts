"use client";

import { useEffect, useRef, useState } from "react";
import { askToSignIn } from "./sign-in-again.ts";
import { isSignedOut } from "./use-form.ts";

/** A person watches a bar move; the answer's etag makes a look without news cost 300 bytes. */
const pollMs = 2_000;
const slowestMs = 30_000;

/**
 * Keeps what a page was rendered with up to date while `isRunning` says that it can still change. Looks only
 * while the page is visible, less and less often while the API cannot be reached, and says so by `isStale`.
 * The one place that knows how news arrive.
 */
export function useLive<Value>(
  initial: Value,
  read: () => Promise<Value>,
  isRunning: (value: Value) => boolean,
) {
  const [value, setValue] = useState(initial);
  const [isStale, setStale] = useState(false);
  const latest = useRef({ read, isRunning, value });
  latest.current = { read, isRunning, value };
  const isActive = isRunning(value);

  useEffect(() => {
    if (!isActive) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let wait = pollMs;
    let isGone = false;
    const look = async () => {
      timer = undefined;
      if (document.hidden) return; // coming back to the page looks at once
      try {
        const next = await latest.current.read();
        if (isGone) return;
        setValue(next);
        setStale(false);
        wait = pollMs;
      } catch (error) {
        if (isGone) return;
        if (isSignedOut(error)) return askToSignIn();
        setStale(true);
        wait = Math.min(wait * 2, slowestMs);
      }
      if (!isGone) timer = setTimeout(look, wait);
    };
    const onVisible = () => {
      if (!document.hidden && timer === undefined) void look();
    };
    timer = setTimeout(look, wait);
    document.addEventListener("visibilitychange", onVisible);
    window.addEventListener("online", onVisible);
    return () => {
      isGone = true;
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", onVisible);
      window.removeEventListener("online", onVisible);
    };
  }, [isActive]);

  return { value, setValue, isStale };
}
