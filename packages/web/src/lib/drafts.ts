"use client";

import { useSyncExternalStore } from "react";

/** What is typed in a form by its fields, and the version of what it changes that the form was opened with. */
export type Draft = { fields: Readonly<Record<string, string>>; version?: number };

/** They outlive the form, which goes with its tab or its picture; a page that is loaded anew begins without. */
const drafts = new Map<string, Draft>();
const listeners = new Set<() => void>();

export const draftOf = (key: string): Draft | undefined => drafts.get(key);

export function keepDraft(key: string, draft: Draft): void {
  drafts.set(key, draft);
  tell();
}

/** Once it was saved, or whoever wrote it said that they do not want it. */
export function discardDraft(key: string): void {
  if (drafts.delete(key)) tell();
}

/** Whether something is typed under this key that is not saved yet. */
export const useHasDraft = (key: string): boolean =>
  useSyncExternalStore(
    subscribe,
    () => drafts.has(key),
    () => false,
  );

function tell() {
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
