"use client";

import { useEffect, useRef, useSyncExternalStore } from "react";
import { isChord, matchesKey } from "./key-match.ts";

export type Shortcut = {
  /** As `matchesKey` reads it: "j", "?", "Enter", "shift+x", "mod+k". */
  key: string;
  /** What it does, in the reader's language; the keyboard map shows it. */
  label: string;
  run: (event: KeyboardEvent) => void;
  /** Runs on and on while the key is held; for moving, never for deciding. */
  canRepeat?: boolean;
};
export type Area = { name: string; shortcuts: readonly Shortcut[] };
type Entry = { area: Area; isInDialog: boolean };

let entries: readonly Entry[] = [];
let areas: readonly Area[] = [];
let hasSingleKeys = true;
const listeners = new Set<() => void>();

/**
 * Gives an area of the page its keys while it is mounted, and lists them in the keyboard map under `name`. The
 * area that came last hears a key first. Keys without Ctrl or ⌘ are not heard while somebody types, while a
 * dialog has the focus (unless `isInDialog` says that the area is one), nor when switched off in the settings.
 */
export function useKeys(
  name: string,
  shortcuts: readonly Shortcut[],
  { isInDialog = false }: { isInDialog?: boolean } = {},
): void {
  const latest = useRef(shortcuts);
  latest.current = shortcuts;
  // The map shows labels; what a key runs may change with every render without anybody being told.
  const shape = shortcuts.map(({ key, label }) => `${key} ${label}`).join("\n");
  useEffect(() => {
    if (shape === "") return;
    const entry: Entry = {
      isInDialog,
      area: {
        name,
        get shortcuts() {
          return latest.current;
        },
      },
    };
    if (entries.length === 0) window.addEventListener("keydown", onKeyDown);
    change([...entries, entry]);
    return () => {
      change(entries.filter((other) => other !== entry));
      if (entries.length === 0) window.removeEventListener("keydown", onKeyDown);
    };
  }, [name, shape, isInDialog]);
}

/** Every area with keys on this page, for the keyboard map. */
export const useAreas = (): readonly Area[] =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => areas,
    () => areas,
  );

/** Switches the keys without Ctrl or ⌘ on or off (WCAG 2.1.4): they are in the way of who dictates. */
export function switchSingleKeys(isOn: boolean): void {
  hasSingleKeys = isOn;
}

function change(next: readonly Entry[]) {
  entries = next;
  areas = next.map(({ area }) => area);
  for (const listener of listeners) listener();
}

function onKeyDown(event: KeyboardEvent) {
  if (event.defaultPrevented || event.isComposing) return;
  const target = event.target instanceof Element ? event.target : document.body;
  const isInDialog =
    target.closest("[role=dialog], [role=alertdialog], [role=menu], [role=listbox]") !== null;
  for (const entry of entries.toReversed()) {
    const found = entry.area.shortcuts.find(({ key }) => matchesKey(key, event));
    if (!found || (event.repeat && !found.canRepeat)) continue;
    if (!isChord(found.key)) {
      if (!hasSingleKeys || isTyping(target) || isActivation(event.key, target)) continue;
      if (isInDialog && !entry.isInDialog) continue;
    }
    event.preventDefault();
    found.run(event);
    return;
  }
}

const untyped = ["button", "checkbox", "color", "file", "image", "radio", "range", "reset", "submit"];

function isTyping(target: Element): boolean {
  if (target instanceof HTMLInputElement) return !untyped.includes(target.type);
  if (target instanceof HTMLElement && target.isContentEditable) return true;
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

/** Enter and space already mean something on what can be activated. */
const isActivation = (key: string, target: Element): boolean =>
  (key === "Enter" || key === " ") && target.closest("a[href], button, summary, input") !== null;
