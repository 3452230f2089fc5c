"use client";

import { useRef } from "react";

/**
 * The `idempotency-key` of one intent: the same input repeated (a lost answer, a second click) is the same
 * request to the API; changed input is another.
 */
export function useRequestKey() {
  const last = useRef<{ input: string; key: string }>(undefined);
  return (input: unknown): { "idempotency-key": string } => {
    const text = JSON.stringify(input);
    if (last.current?.input !== text) last.current = { input: text, key: crypto.randomUUID() };
    return { "idempotency-key": last.current.key };
  };
}
