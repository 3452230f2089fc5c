"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { api } from "../../../lib/browser-api.ts";
import { answerOf } from "../../../lib/refusal.ts";
import { useRequestKey } from "../../../lib/use-request-key.ts";
import { inputOf, isDraftStep, type Step, type Values } from "./values.ts";

// A pause in the typing; a step and leaving the page save at once.
const pauseMs = 1_000;
// A save that failed is tried again by itself, less and less often.
const retryMs = (failures: number) => Math.min(30_000, 3_000 * 2 ** (failures - 1));

type Options = {
  initialId: string | undefined;
  step: Step;
  values: Values;
  /** Whether a persona exists already, which keeps its own fields. */
  isMade: boolean;
};

/** Whether the draft has all that is typed; what cannot be used as it is, it has not. */
type Saved = "whole" | "partly";
const isWhole = (values: Values, fields: object): boolean => {
  const { name, age, niche, style, city } = inputOf(values);
  return Object.entries({ name, age, niche, style, city }).every(
    ([field, value]) => value === undefined || field in fields,
  );
};

/** What of the values a draft is about, to see whether it changed. */
const textOf = (values: Values): string => {
  const { name, age, niche, style, language, city } = inputOf(values);
  return JSON.stringify({ name, age, niche, style, language, city });
};

/**
 * Keeps the draft at the API: in the pauses of typing, at each step (`save`), and when the page is left. Saves go
 * one after the other, so that the first makes the draft and the next ones find it.
 */
export function useDraftKeeper({ initialId, step, values, isMade }: Options) {
  const [draftId, setDraftId] = useState(initialId);
  const [saved, setSaved] = useState<Saved | undefined>(initialId === undefined ? undefined : "whole");
  const [failures, setFailures] = useState(0);
  const latest = useRef({ step, values, isMade });
  latest.current = { step, values, isMade };
  const kept = useRef({
    id: initialId,
    text: textOf(values),
    last: Promise.resolve(),
  });
  const keyOf = useRef(useRequestKey());

  const save = useCallback((init: RequestInit = {}): Promise<void> => {
    const work = async () => {
      const now = latest.current;
      const text = textOf(now.values);
      if (now.isMade || (text === kept.current.text && (kept.current.id || init.keepalive))) return;
      const { draftFieldsOf } = await import("./rules.ts");
      const fields = draftFieldsOf(now.values);
      const json = { step: isDraftStep(now.step) ? now.step : ("place" as const), fields };
      const { id } = kept.current;
      const { drafts } = api.avatars;
      const draft = id
        ? await answerOf(drafts[":draftId"].$patch({ param: { draftId: id }, json }, { init }))
        : await answerOf(drafts.$post({ json, header: keyOf.current(json) }, { init }));
      kept.current.id = draft.id;
      kept.current.text = text;
      setDraftId(draft.id);
      setSaved(isWhole(now.values, fields) ? "whole" : "partly");
    };
    const run = kept.current.last.then(work);
    // One that failed is told to whoever asked for it; the next one tries again with what is typed then.
    kept.current.last = run.then(
      () => setFailures(0),
      () => setFailures((count) => count + 1),
    );
    return run;
  }, []);

  const typed = textOf(values);
  useEffect(() => {
    if (typed === kept.current.text) return;
    setSaved(undefined);
    import("./rules.ts").catch(console.error); // there by the time the page is left
    const timer = setTimeout(() => save().catch(() => {}), pauseMs);
    return () => clearTimeout(timer);
  }, [typed, save]);

  useEffect(() => {
    if (failures === 0) return;
    const timer = setTimeout(() => save().catch(() => {}), retryMs(failures));
    return () => clearTimeout(timer);
  }, [failures, save]);

  useEffect(() => {
    const leave = () => void save({ keepalive: true }).catch(() => {});
    window.addEventListener("pagehide", leave);
    return () => {
      window.removeEventListener("pagehide", leave);
      leave();
    };
  }, [save]);

  return { draftId, saved, isFailing: failures > 0, save, currentId: () => kept.current.id };
}
