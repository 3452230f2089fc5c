"use client";

import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from "react";
import type { Activity, Job } from "../../lib/api-type.ts";
import { api, changedHere } from "../../lib/browser-api.ts";
import { createPoller } from "../../lib/poller.ts";
import { answerOf } from "../../lib/refusal.ts";
import { askToSignIn } from "../../lib/sign-in-again.ts";
import { isSignedOut } from "../../lib/use-form.ts";

/** How the one poll of this tab goes. */
type Connection = "online" | "offline" | "signed-out";
type State = {
  activity: Activity | undefined;
  connection: Connection;
  /** Moment in milliseconds, by this machine's clock, of the last answer with news. */
  answeredAt: number;
};
type Changes = Activity["changes"];
type Listener = (changes: Changes) => void;
type Feed = {
  read: () => State;
  /** Calls `onChange` after each change of what `read` gives, until the returned function is called. */
  subscribe: (onChange: () => void) => () => void;
  /**
   * Calls `listener` with whatever changes, until the returned function is called, and at once with what was told
   * since shortly before `arrivedAt`, when what it shows came here.
   */
  listen: (listener: Listener, arrivedAt: number) => () => void;
};

/** A page was rendered at most this long before it came; what was told meanwhile may be missing in it. */
const onItsWayMs = 30_000;

const unanswered: State = { activity: undefined, connection: "online", answeredAt: 0 };
/**
 * It never changes: a page whose HTML is still on its way would be thrown away and made anew in the browser if a
 * context above it changed.
 */
const Context = createContext<Feed | undefined>(undefined);

export function useFeed(): Feed {
  const feed = useContext(Context);
  if (!feed) throw new Error("There is no ActivityProvider above this component.");
  return feed;
}

/** What the tab's poll knows, as it changes. */
export function useActivity(): State {
  const { subscribe, read } = useFeed();
  return useSyncExternalStore(subscribe, read, () => unanswered);
}

/** Asks what changed, once for the whole tab, and tells whoever shows some of it. */
export function ActivityProvider({ children }: { children: ReactNode }) {
  const [feed] = useState(createFeed);

  useEffect(() => {
    const { tell, setState } = feed;
    let latest: Activity | undefined;
    let losses = 0;
    const poller = createPoller({
      isHidden: () => document.hidden,
      ask: async () => {
        const lossesBefore = losses;
        const next = await readActivity(latest?.version);
        // A 304 changes nothing, and what does not change is not rendered again.
        if (next) latest = next;
        // An answer to what was asked since the connection went says that it is back; what was on its way still
        // arrives and says nothing. The browser is not asked: `navigator.onLine` is false for good on a machine
        // that has no network and serves itself.
        const isLost = losses > lossesBefore;
        setState((now) => {
          const connection = isLost ? now.connection : "online";
          if (next) return { activity: next, connection, answeredAt: Date.now() };
          return now.connection === connection ? now : { ...now, connection };
        });
        if (next) tell(next.changes);
        return { isRunning: latest?.jobs.some(isOnTheMove) ?? false };
      },
      onFailure: (error) => {
        const isOut = isSignedOut(error);
        if (isOut) askToSignIn();
        setState((now) => ({ ...now, connection: isOut ? "signed-out" : "offline" }));
        return isOut ? "wait" : "retry";
      },
    });
    const { start, stop, look } = poller;
    const onOffline = () => {
      losses++;
      setState((now) => ({ ...now, connection: "offline" }));
      // Another network of this machine may have gone than the one that leads to us.
      look();
    };
    document.addEventListener("visibilitychange", look);
    window.addEventListener("online", look);
    window.addEventListener("offline", onOffline);
    window.addEventListener(changedHere, look);
    start();
    return () => {
      stop();
      document.removeEventListener("visibilitychange", look);
      window.removeEventListener("online", look);
      window.removeEventListener("offline", onOffline);
      window.removeEventListener(changedHere, look);
    };
  }, [feed]);

  return <Context value={feed}>{children}</Context>;
}

function createFeed() {
  let state = unanswered;
  const readers = new Set<() => void>();
  const listeners = new Set<Listener>();
  const told = new Map<string, { subject: Changes["subjects"][number]; at: number }>();
  let resetAt = Number.NEGATIVE_INFINITY;
  return {
    setState: (change: (now: State) => State) => {
      const next = change(state);
      if (next === state) return;
      state = next;
      for (const onChange of readers) onChange();
    },
    tell: (changes: Changes) => {
      const at = performance.now();
      if (changes.isReset) resetAt = at;
      for (const subject of changes.subjects) told.set(`${subject.kind}:${subject.id}`, { subject, at });
      for (const listener of listeners) listener(changes);
    },
    read: () => state,
    subscribe: (onChange: () => void) => added(readers, onChange),
    listen: (listener: Listener, arrivedAt: number) => {
      const since = arrivedAt - onItsWayMs;
      const subjects = [...told.values()].filter(({ at }) => at >= since).map(({ subject }) => subject);
      const isReset = resetAt >= since;
      if (isReset || subjects.length > 0) listener({ isReset, subjects });
      return added(listeners, listener);
    },
  };
}

/** The returned function takes it out again. */
function added<Member>(set: Set<Member>, member: Member): () => void {
  set.add(member);
  return () => {
    set.delete(member);
  };
}

/** A deletion that only waits for a provider may do so for a day: nobody watches its bar. */
const isOnTheMove = ({ kind, etaSeconds }: Job): boolean => kind !== "removal" || etaSeconds !== null;

/** Undefined when nothing changed since `version`. */
async function readActivity(version: string | undefined): Promise<Activity | undefined> {
  const response =
    version === undefined
      ? await api.activity.$get({ query: {} })
      : await api.activity.$get(
          { query: { since: version } },
          { headers: { "if-none-match": `"${version}"` } },
        );
  if (response.status === 304) return undefined;
  return answerOf(Promise.resolve(response as Exclude<typeof response, { status: 304 }>));
}
