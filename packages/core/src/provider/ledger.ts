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

export type CallResult = {
  id: string;
  status: "succeeded" | "failed" | "unknown";
  errorMessage?: string | undefined;
};

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

/** Records how calls ended. */
export async function close(results: CallResult[]): Promise<void> {
  if (results.length === 0) return;
  await transaction(async () => {
    for (const { id, status, errorMessage } of results) {
      await sql`
        update provider_calls
        set status = ${status}, error_message = ${errorMessage ?? null}, ended_at = now()
        where id = ${id} and owner_id = ${Actor.userId()} and status = 'open'
      `;
    }
  });
}

/**
 * Books what a call cost: one immutable row per unit, priced with the current version. The provider's own
 * reference makes a second booking of the same call a no-op.
 */
export async function charge(
  provider: string,
  providerRef: string,
  charges: Charge[],
  purpose: Purpose,
): Promise<void> {
  if (charges.length === 0) return;
  const rows = charges.map((item) => ({
    id: createId("costEntry"),
    ownerId: Actor.userId(),
    avatarId: purpose.avatarId ?? null,
    batchId: purpose.batchId ?? null,
    subjectId: purpose.subjectId ?? null,
    provider,
    providerRef,
    priceVersion,
    amountNanos: nanosOf(item),
    ...item,
  }));
  await transaction(
    async () => void (await sql`insert into cost_entries ${sql(rows)} on conflict do nothing`),
  );
}
