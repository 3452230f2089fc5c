import * as Actor from "../kit/actor.ts";
import { crashPoint } from "../kit/crash-point.ts";
import { messageOf, ProviderError } from "../kit/error.ts";
import { gather } from "../kit/gather.ts";
import { type Call, close, open, settle } from "./ledger.ts";
import type { Charge } from "./price.ts";
import { attemptsPerCall, withRetry } from "./retry.ts";
import * as Tab from "./tab.ts";

/**
 * A provider's answer: its own reference, what it cost, and how to read it. Reading may throw, for an answer
 * that is billed can still be nonsense or a refusal.
 */
export type Metered<T> = { providerRef: string; charges: Charge[]; read: () => T };

// A picture is asked about five times at once and a worker has several pictures: one transaction for all of a
// tenant's calls that begin or end together, where each had two of its own.
const openTogether = gather(open);
const settleTogether = gather(
  async (calls: Parameters<typeof settle>[0]) => {
    await settle(calls);
    return calls;
  },
  // Calls that were begun side by side end within some hundredths of a second.
  { lingerMs: 20 },
);

/**
 * Makes a call that may be repeated (text, moderation, face checks: no purchase that lasts). Each try has its
 * row before it starts; the answer's cost is booked with the row's end, in one transaction: that of the caller's tab
 * where there is one. Never within a transaction of the caller.
 */
export async function metered<T>(
  call: Call,
  run: () => Promise<Metered<T>>,
  options: { attempts?: number; isPurchase?: boolean } = {},
): Promise<T> {
  const ownerId = Actor.userId();
  const answering = withRetry(
    async () => {
      const id = await openTogether(ownerId, call);
      crashPoint(`${call.kind}.opened`);
      const answer = await run().catch(async (error: unknown) => {
        const isUnknown = error instanceof ProviderError && error.outcomeUnknown;
        await close({ id, status: isUnknown ? "unknown" : "failed", errorMessage: messageOf(error) });
        throw error;
      });
      crashPoint(`${call.kind}.called`);
      const { provider } = call;
      const { providerRef, charges } = answer;
      const answered = { id, booking: { provider, providerRef, charges, purpose: call } };
      if (!Tab.put(answered)) await settleTogether(ownerId, answered);
      return answer.read();
    },
    { attempts: attemptsPerCall, ...options },
  );
  return Tab.follow(answering);
}
