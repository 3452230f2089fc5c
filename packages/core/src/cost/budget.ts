import * as Actor from "../kit/actor.ts";
import { sql } from "../kit/db.ts";
import { AppError } from "../kit/error.ts";
import { nanosPerCent } from "../kit/money.ts";

/** What an avatar may cost, in nano-dollars: booked, being bought this moment, and what is left. */
export type Budget = { capNanos: number; spentNanos: number; reservedNanos: number; leftNanos: number };

/**
 * How an avatar stands against its cap; undefined without one. What is being bought counts at what it is expected
 * to cost. In the caller's transaction.
 */
export async function find(avatarId: string): Promise<Budget | undefined> {
  const [row] = await sql<[{ capCents: number | null; spentNanos: number; reservedNanos: number }?]>`
    select cost_cap_cents as cap_cents,
      -- Summed for a capped one only: it is asked before each purchase.
      case when cost_cap_cents is null then 0 else (
        select coalesce(sum(amount_nanos), 0)::float8
        from cost_entries
        where avatar_id = avatars.id and owner_id = avatars.owner_id
      ) end as spent_nanos,
      case when cost_cap_cents is null then 0 else (
        select coalesce(sum(expected_nanos), 0)::float8
        from attempts
        where avatar_id = avatars.id and status in ('claimed', 'unknown', 'submitted')
      ) end as reserved_nanos
    from avatars
    where id = ${avatarId} and owner_id = ${Actor.userId()}
  `;
  if (!row || row.capCents === null) return undefined;
  const { spentNanos, reservedNanos } = row;
  const capNanos = row.capCents * nanosPerCent;
  return { capNanos, spentNanos, reservedNanos, leftNanos: capNanos - spentNanos - reservedNanos };
}

/**
 * Refuses what is expected to cost more than is left of the cap, before it begins. In the caller's transaction.
 * Throws AppError `cap_too_low`.
 */
export async function requireRoom(avatarId: string, estimateNanos: number): Promise<void> {
  const budget = await find(avatarId);
  if (!budget || estimateNanos <= budget.leftNanos) return;
  const { capNanos, leftNanos } = budget;
  throw new AppError(
    "payment",
    "cap_too_low",
    `This is expected to cost ${dollars(estimateNanos)}, and ${dollars(Math.max(0, leftNanos))} is left of the cap of ${dollars(capNanos)}. Raise the cap, or choose something smaller.`,
  );
}

/**
 * Lets work that is under way go on only while something is left of the cap. In the caller's transaction.
 * Throws AppError `cap_reached`.
 */
export async function requireLeft(avatarId: string): Promise<void> {
  const budget = await find(avatarId);
  if (budget && budget.leftNanos <= 0) throw reached(budget.capNanos);
}

/** For work that the cap stops in its midst. */
export function reached(capNanos: number): AppError {
  const message = `The cost cap of ${dollars(capNanos)} is reached: nothing more is bought. Raise the cap, then retry.`;
  return new AppError("payment", "cap_reached", message);
}

export const isCapReached = (error: unknown): error is AppError =>
  error instanceof AppError && error.code === "cap_reached";

const dollars = (nanos: number): string => `$${(nanos / (100 * nanosPerCent)).toFixed(2)}`;
