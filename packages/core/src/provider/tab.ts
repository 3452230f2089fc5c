import { createContext } from "../kit/context.ts";
import * as Ledger from "./ledger.ts";

/** What calls cost that were made for one piece of work, to be written down with it. */
export type Tab = {
  /** Runs `work` with its calls on this tab. */
  run<T>(work: () => Promise<T>): Promise<T>;
  /** Waits for the calls that are under way: one that ends after its function did is booked by nobody. */
  ended(): Promise<void>;
  /** Books what is on it, and `more`, in the caller's transaction. Harmless when that is repeated. */
  book(...more: Ledger.Answered[]): Promise<void>;
  /** For work that failed: what was answered is billed all the same, and what still is under way books itself. */
  close(): Promise<void>;
};

type Open = { answered: Ledger.Answered[]; calls: Promise<unknown>[]; isClosed: boolean };

const current = createContext<Open>("tab");

/**
 * A tab of its own. A picture's checks would have a transaction or two for themselves, a moment before the one in
 * which their result is recorded.
 */
export function open(): Tab {
  const tab: Open = { answered: [], calls: [], isClosed: false };
  return {
    run: (work) => current.with(tab, work),
    async ended() {
      // The end of one may have begun another.
      for (let waited = -1; waited < tab.calls.length; ) {
        waited = tab.calls.length;
        await Promise.allSettled(tab.calls);
      }
    },
    book: (...more) => Ledger.settle([...tab.answered, ...more]),
    async close() {
      tab.isClosed = true;
      await Ledger.settle(tab.answered);
    },
  };
}

/** Has the tab of whoever made a call know of it, where there is one. */
export function follow<T>(call: Promise<T>): Promise<T> {
  current.peek()?.calls.push(call);
  return call;
}

/** Leaves an answered call to the tab of whoever made it; false when there is none, or it is closed. */
export function put(answered: Ledger.Answered): boolean {
  const tab = current.peek();
  if (!tab || tab.isClosed) return false;
  tab.answered.push(answered);
  return true;
}
