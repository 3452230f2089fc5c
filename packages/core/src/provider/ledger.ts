import * as Actor from "../kit/actor.ts";
import { sql, transaction } from "../kit/db.ts";
import { createId } from "../kit/id.ts";
import { type Charge, type CostKind, nanosOf, priceVersion } from "./price.ts";

/** What a call is for; totals are made by these. */
export type Purpose = {
  avatarId?: string | undefined;
  batchId?: string | undefined;
  subjectId?: string | undefined;
};

export type Call = Purpose & { provider: string; model: string; kind: CostKind };

export type CallResult = { id: string; status: "failed" | "unknown"; errorMessage: string };

/** What one call of a provider cost, under the provider's own reference. */
export type Booking = { provider: string; providerRef: string; charges: Charge[]; purpose: Purpose };

/** A call that was answered; `id` is that of its row, where it has one. */
export type Answered = { id?: string; booking: Booking };

/** Writes calls down before they are made. Returns their ids in order. */
export async function open(calls: Call[]): Promise<string[]> {
  const ownerId = Actor.userId();
  const rows = calls.map(({ avatarId = null, batchId = null, subjectId = null, provider, model, kind }) => ({
    id: createId("providerCall"),
    ownerId,
    avatarId,
    batchId,
    subjectId,
    provider,
    model,
    kind,
  }));
  if (rows.length > 0)
    await transaction(async () => void (await sql`insert into provider_calls ${sql(rows)}`));
  return rows.map((row) => row.id);
}

/** Records that a call failed, or that nobody knows how it ended. */
export async function close({ id, status, errorMessage }: CallResult): Promise<void> {
  await transaction(
    async () =>
      void (await sql`
      update provider_calls
      set status = ${status}, error_message = ${errorMessage}, ended_at = now()
      where id = ${id} and owner_id = ${Actor.userId()} and status = 'open'
    `),
  );
}

/** Records that calls succeeded and books what they cost, in one transaction. Repeating it changes nothing. */
export async function settle(calls: Answered[]): Promise<void> {
  if (calls.length === 0) return;
  const ids = calls.flatMap(({ id }) => id ?? []);
  await transaction(async () => {
    await Promise.all([
      ids.length > 0 &&
        sql`
          update provider_calls
          set status = 'succeeded', ended_at = now()
          where id in ${sql(ids)} and owner_id = ${Actor.userId()} and status = 'open'
        `,
      book(calls.map(({ booking }) => booking)),
    ]);
  });
}

/** Books what one call cost. */
export function charge(
  provider: string,
  providerRef: string,
  charges: Charge[],
  purpose: Purpose,
): Promise<void> {
  return book([{ provider, providerRef, charges, purpose }]);
}

/**
 * Books what calls cost: one immutable row per unit, priced with the current version. The provider's own
 * reference makes a second booking of the same call a no-op.
 */
export async function book(bookings: Booking[]): Promise<void> {
  const ownerId = Actor.userId();
  const rows = bookings.flatMap(({ provider, providerRef, charges, purpose }) =>
    charges.map((item) => ({
      id: createId("costEntry"),
      ownerId,
      avatarId: purpose.avatarId ?? null,
      batchId: purpose.batchId ?? null,
      subjectId: purpose.subjectId ?? null,
      provider,
      providerRef,
      priceVersion,
      amountNanos: nanosOf(item),
      ...item,
    })),
  );
  if (rows.length === 0) return;
  await transaction(
    async () => void (await sql`insert into cost_entries ${sql(rows)} on conflict do nothing`),
  );
}
