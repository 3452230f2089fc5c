"use client";

import { createContext, type ReactNode, useContext, useState } from "react";
import type { PieceCounts } from "../../lib/api-type.ts";
import { api } from "../../lib/browser-api.ts";
import { answerOf } from "../../lib/refusal.ts";
import { useChanges } from "../../lib/use-changes.ts";
import type { Query } from "./query.ts";

const Context = createContext<PieceCounts | undefined>(undefined);

/** How many pieces of the filter are in each state; undefined outside of a library. */
export const useCounts = (): PieceCounts | undefined => useContext(Context);

/** Of one state, or of all. */
export const totalOf = (counts: PieceCounts, status: string | undefined): number =>
  Object.entries(counts).reduce((sum, [name, count]) => sum + (name === (status ?? name) ? count : 0), 0);

type Props = { initial: PieceCounts; filter: Query; children: ReactNode };

/** Keeps the counts up to date for everything below that shows some. */
export function CountsProvider({ initial, filter, children }: Props) {
  const [read, setRead] = useState({ of: initial, counts: initial });
  const readAgain = () => {
    answerOf(api.content.pieces.counts.$get({ query: filter })).then(
      (counts) => setRead({ of: initial, counts }),
      () => undefined, // they are as they were until the next change
    );
  };
  useChanges(["batch"], readAgain, initial);
  // What was read is of the filter it was read for.
  return <Context value={read.of === initial ? read.counts : initial}>{children}</Context>;
}
