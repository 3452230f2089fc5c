"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { Refusal } from "../../../lib/refusal.ts";

// A save that failed is tried again by itself, less and less often.
const retryMs = (failures: number) => Math.min(30_000, 3_000 * 2 ** (failures - 1));

/** Values that the API refused, by their field: what was refused and with which code. */
export type Refused = Readonly<Record<string, { value: unknown; code: string }>>;
/** Whether all that is typed was kept; what cannot be used as it is, was not. */
export type Saved = "whole" | "partly";

export type How = {
  isChanged: boolean;
  refused: Refused;
  init: RequestInit;
};

type Options<Values> = {
  values: Values;
  /** What of the values is kept, to see whether it changed. */
  textOf: (values: Values) => string;
  /** Keeps them, but for what was refused before. Undefined where there is nothing to keep. */
  work: (values: Values, how: How) => Promise<Saved | undefined>;
  initial: Saved | undefined;
  /** What counts as a pause in the typing; a step and leaving the page save at once. */
  pauseMs: number;
};

/**
 * Has what is typed kept: in the pauses of typing, at each step (`save`), and when the page is left. Saves go one
 * after the other. What the API refuses is left out until it is another, and the rest is saved without it.
 */
export function useKeeper<Values>({ values, textOf, work, initial, pauseMs }: Options<Values>) {
  const [saved, setSaved] = useState(initial);
  const [failure, setFailure] = useState(none);
  const [keptText, setKeptText] = useState(() => textOf(values));
  const [refused, setRefused] = useState<Refused>({});
  const latest = useRef({ values, textOf, work });
  latest.current = { values, textOf, work };
  const kept = useRef({ text: keptText, refused, last: Promise.resolve() });

  const save = useCallback((init: RequestInit = {}): Promise<void> => {
    const attempt = async (): Promise<void> => {
      const now = latest.current;
      const text = now.textOf(now.values);
      const { refused } = kept.current;
      try {
        const answer = await now.work(now.values, { isChanged: text !== kept.current.text, refused, init });
        if (!answer) return;
        kept.current.text = text;
        setKeptText(text);
        // What was typed while this was on its way is not in it.
        const { values, textOf } = latest.current;
        if (textOf(values) === text) setSaved(answer);
      } catch (error) {
        const more = refusedIn(error, now.values);
        const isNew = Object.keys(more).some((name) => more[name]?.value !== refused[name]?.value);
        if (!isNew) throw error;
        kept.current.refused = { ...refused, ...more };
        setRefused(kept.current.refused);
        await attempt();
      }
    };
    const run = kept.current.last.then(attempt);
    // One that failed is told to whoever asked for it; the next one tries again with what is typed then.
    kept.current.last = run.then(
      () => setFailure(none),
      (error: unknown) => setFailure(({ count }) => ({ count: count + 1, isFinal: isFinal(error) })),
    );
    return run;
  }, []);

  const typed = textOf(values);
  useEffect(() => {
    if (typed === keptText) return;
    setSaved(undefined);
    import("./rules.ts").catch(console.error); // there by the time the page is left
    const timer = setTimeout(() => save().catch(() => {}), pauseMs);
    return () => clearTimeout(timer);
  }, [typed, keptText, save, pauseMs]);

  useEffect(() => {
    if (failure.count === 0 || failure.isFinal) return;
    const timer = setTimeout(() => save().catch(() => {}), retryMs(failure.count));
    return () => clearTimeout(timer);
  }, [failure, save]);

  useEffect(() => {
    const leave = () => {
      const { values, textOf } = latest.current;
      if (textOf(values) !== kept.current.text) save({ keepalive: true }).catch(() => {});
    };
    window.addEventListener("pagehide", leave);
    return () => {
      window.removeEventListener("pagehide", leave);
      leave();
    };
  }, [save]);

  const state = failure.count === 0 ? saved : failure.isFinal ? "stuck" : "failing";
  return { state, refused, currentRefused: () => kept.current.refused, save } as const;
}

const none = { count: 0, isFinal: false };

/** Whether the same would be refused again, however often it is sent. */
const isFinal = (error: unknown): boolean =>
  error instanceof Refusal && [400, 404, 413].includes(error.status);

/** The fields that a refusal names, with what they held. */
function refusedIn(error: unknown, values: unknown): Refused {
  if (!(error instanceof Refusal) || error.status !== 400) return {};
  const held = new Map(Object.entries(Object(values)));
  return Object.fromEntries(
    Object.keys(error.fields).flatMap((path) => {
      const name = path.replace(/^fields\./, "");
      return held.has(name) ? [[name, { value: held.get(name), code: error.code }]] : [];
    }),
  );
}
