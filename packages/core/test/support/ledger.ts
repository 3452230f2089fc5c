import { nanosOf } from "@vixen/core/provider/price.ts";
import { nanosOfCalls } from "@vixen/local/laptop/ledger-check.ts";
import { database, sandbox } from "../harness.ts";

export type Bought = { predictions: number; trainings: number; duplicates: number };

/** What the sandbox sold since `before`. */
export function boughtSince(before: Bought): Bought {
  const now = sandbox().frame.purchases.ledger();
  return {
    predictions: now.predictions - before.predictions,
    trainings: now.trainings - before.trainings,
    duplicates: now.duplicates - before.duplicates,
  };
}

export const bought = (): Bought => sandbox().frame.purchases.ledger();

/** The newest call of the sandbox's log, to list from. */
export const lastCall = (): string | undefined => sandbox().frame.calls.list({}).at(-1)?.id;

/** What the sandbox's log since a call comes to with our price table, in nano-dollars by kind. */
export function nanosSince(since: string | undefined): Record<string, number> {
  return nanosOfCalls(sandbox().frame.calls.list({ since }));
}

/** A tenant's ledger in nano-dollars by kind, straight from the rows. */
export async function nanosOfRows(userId: string): Promise<Record<string, number>> {
  const rows = await database()`
    select kind, model, unit, quantity::float8 as quantity, amount_nanos::float8 as amount
    from cost_entries
    where owner_id = ${userId}
  `;
  const byKind: Record<string, number> = {};
  for (const { kind, model, unit, quantity, amount } of rows) {
    if (nanosOf({ kind, model, unit, quantity }) !== amount) throw new Error(`${model} ${unit} is mispriced`);
    byKind[kind] = (byKind[kind] ?? 0) + Number(amount);
  }
  return byKind;
}
