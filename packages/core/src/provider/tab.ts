import { createContext } from "../kit/context.ts";
import * as Ledger from "./ledger.ts";

/** What calls cost that were made for one piece of work, to be written down with it. */
export type Tab = {
  /** Runs `work` with its calls on this tab. */
  run<T>(work: () => Promise<T>): Promise<T>;
  /** Books what is on it, and `more`, in the caller's transaction. Harmless when that is repeated. */
  book(...more: Ledger.Answered[]): Promise<void>;
  /** For work that failed: what was answered is billed all the same, and what still is under way books itself. */
  close(): Promise<void>;
};

type Open = { answered: Ledger.Answered[]; isClosed: boolean };

const current = createContext<Open>("tab");

/**
 * A tab of its own. A picture's checks would have a transaction or two for themselves, a moment before the one in
 * which their result is recorded.
 */
export function open(): Tab {
  const tab: Open = { answered: [], isClosed: false };
  return {
    run: (work) => current.with(tab, work),
    book: (...more) => Ledger.settle([...tab.answered, ...more]),
    async close() {
      tab.isClosed = true;
      await Ledger.settle(tab.answered);
    },
  };
}

/** Leaves an answered call to the tab of whoever made it; false when there is none, or it is closed. */
export function put(answered: Ledger.Answered): boolean {
  const tab = current.peek();
  if (!tab || tab.isClosed) return false;
  tab.answered.push(answered);
  return true;
}
