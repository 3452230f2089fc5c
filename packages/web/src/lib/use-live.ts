"use client";

import { useRouter } from "next/navigation";
import { useCallback, useEffect, useRef, useState } from "react";
import { Refusal } from "./refusal.ts";
import type { Subject } from "./subject.ts";
import { useChanges } from "./use-changes.ts";
import { isSignedOut } from "./use-form.ts";

const retryMs = 3_000;

/**
 * Keeps what a page was rendered with up to date: reads it again when something of `about` changed, and only
 * then. `data` is what the server's page brought, where that is not `initial` itself. `isStale` says that this could
 * not be done yet; that there is no connection at all the frame says.
 */
export function useLive<Value>(
  initial: Value,
  read: () => Promise<Value>,
  about: readonly Subject[],
  data: object = Object(initial),
) {
  const [value, setValue] = useState(initial);
  const [isStale, setStale] = useState(false);
  const router = useRouter();
  const latest = useRef({ read, router });
  latest.current = { read, router };
  const reading = useRef({ isBusy: false, isWanted: false, isGone: false });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const refresh = useCallback(async () => {
    const state = reading.current;
    state.isWanted = true;
    if (state.isBusy) return;
    state.isBusy = true;
    while (state.isWanted && !state.isGone) {
      state.isWanted = false;
      try {
        const next = await latest.current.read();
        if (state.isGone) break;
        setValue(next);
        setStale(false);
      } catch (error) {
        if (state.isGone) break;
        // It went meanwhile: the server's page says so.
        if (error instanceof Refusal && error.status === 404) latest.current.router.refresh();
        else {
          // What was told while nobody was signed in is not told again: once somebody is, it is read again.
          window.addEventListener("online", refresh, { once: true });
          if (isSignedOut(error)) break;
          setStale(true);
          clearTimeout(timer.current);
          timer.current = setTimeout(refresh, retryMs);
        }
      }
    }
    state.isBusy = false;
  }, []);

  useEffect(() => {
    const state = reading.current;
    state.isGone = false;
    return () => {
      state.isGone = true;
      clearTimeout(timer.current);
      window.removeEventListener("online", refresh);
    };
  }, [refresh]);
  useChanges(about, () => void refresh(), data);

  return { value, setValue, isStale };
}
