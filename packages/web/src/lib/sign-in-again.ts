"use client";

import { useSyncExternalStore } from "react";

let isAsked = false;
let signIns = 0;
const listeners = new Set<() => void>();

function change(next: boolean) {
  isAsked = next;
  for (const listener of listeners) listener();
}

/** Says that the session has ended: the frame asks to sign in over the page, which keeps what was typed. */
export const askToSignIn = (): void => change(true);

/**
 * `fetch` for whatever needs the session, downloads as much as the API's client: an answer that there is none asks
 * to sign in. One that was on its way while somebody signed in again is old news.
 */
export async function sessionFetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const begun = signIns;
  const response = await fetch(input, init);
  if (response.status === 401 && begun === signIns) askToSignIn();
  return response;
}

/** Leaves the page as it is, to be read or copied; the next thing that needs a session asks again. */
export const signInLater = (): void => change(false);

/** Says that somebody is signed in again. What polls and had stopped looks at once, as after being offline. */
export function signedInAgain(): void {
  signIns++;
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
