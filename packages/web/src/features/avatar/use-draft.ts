"use client";

import { useEffect, useState } from "react";

export type Saved = Readonly<Record<string, string>>;

/** Keeps a form's fields in this tab: a reload, the way back and a session that ends lose nothing. */
export function useDraft(name: string) {
  const [saved, setSaved] = useState<Saved>();
  useEffect(() => {
    const text = sessionStorage.getItem(name);
    if (text) setSaved(JSON.parse(text) as Saved);
  }, [name]);
  return {
    saved: saved ?? {},
    /** Changes once the fields are known, so that the form is made again with them. */
    key: saved ? "saved" : "fresh",
    save(form: FormData) {
      sessionStorage.setItem(name, JSON.stringify(Object.fromEntries(form)));
    },
    clear() {
      sessionStorage.removeItem(name);
    },
  };
}
