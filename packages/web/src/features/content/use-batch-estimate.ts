"use client";

import { useEffect, useState } from "react";
import type { Estimate } from "../../lib/api-type.ts";
import { api } from "../../lib/browser-api.ts";
import { answerOf } from "../../lib/refusal.ts";

/** Who types a number of three digits is asked about once. */
const typingMs = 250;

/** What so many pieces will cost and take; undefined while that is not known, or nothing to be asked about. */
export function useBatchEstimate(count: number | undefined): Estimate | "unavailable" | undefined {
  const [found, setFound] = useState<{ count: number; estimate: Estimate | "unavailable" }>();
  useEffect(() => {
    if (count === undefined) return;
    let isGone = false;
    const timer = setTimeout(() => {
      answerOf(api.costs.estimates.batch.$get({ query: { count: String(count) } })).then(
        (estimate) => !isGone && setFound({ count, estimate }),
        () => !isGone && setFound({ count, estimate: "unavailable" }),
      );
    }, typingMs);
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [count]);
  return found?.count === count ? found?.estimate : undefined;
}
