"use client";

import { useSyncExternalStore } from "react";

let isAsked = false;
const listeners = new Set<() => void>();

function change(next: boolean) {
  isAsked = next;
  for (const listener of listeners) listener();
}

/** Says that the session has ended: the frame asks to sign in over the page, which keeps what was typed. */
export const askToSignIn = (): void => change(true);

/** Leaves the page as it is, to be read or copied; the next thing that needs a session asks again. */
export const signInLater = (): void => change(false);

/** Says that somebody is signed in again. What polls and had stopped looks at once, as after being offline. */
export function signedInAgain(): void {
  change(false);
  window.dispatchEvent(new Event("online"));
}

export const useIsAskedToSignIn = (): boolean =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => isAsked,
    () => false,
  );
