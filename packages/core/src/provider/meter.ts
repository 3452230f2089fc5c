import { crashPoint } from "../kit/crash-point.ts";
import { transaction } from "../kit/db.ts";
import { messageOf, ProviderError } from "../kit/error.ts";
import { type Call, charge, close, open } from "./ledger.ts";
import type { Charge } from "./price.ts";
import { attemptsPerCall, withRetry } from "./retry.ts";

/**
 * A provider's answer: its own reference, what it cost, and how to read it. Reading may throw, for an answer
 * that is billed can still be nonsense or a refusal.
 */
export type Metered<T> = { providerRef: string; charges: Charge[]; read: () => T };

/**
 * Makes a call that may be repeated (text, moderation, face checks: no purchase that lasts). Each try has its
 * row before it starts; the answer's cost is booked with the row's end, in one transaction.
 */
export async function metered<T>(
  call: Call,
  run: () => Promise<Metered<T>>,
  options: { attempts?: number } = {},
): Promise<T> {
  return withRetry(
    async () => {
      const [id] = await open([call]);
      if (!id) throw new Error("The ledger answered without an id.");
      crashPoint(`${call.kind}.opened`);
      const answer = await run().catch(async (error: unknown) => {
        const isUnknown = error instanceof ProviderError && error.outcomeUnknown;
        await close([{ id, status: isUnknown ? "unknown" : "failed", errorMessage: messageOf(error) }]);
        throw error;
      });
      crashPoint(`${call.kind}.called`);
      await transaction(async () => {
        await close([{ id, status: "succeeded" }]);
        await charge(call.provider, answer.providerRef, answer.charges, call);
      });
      return answer.read();
    },
    { attempts: options.attempts ?? attemptsPerCall },
  );
}
