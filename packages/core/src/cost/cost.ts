import * as Actor from "../kit/actor.ts";
import { sql } from "../kit/db.ts";
import { centsOfNanos } from "../kit/money.ts";
import type { Entry, Total } from "./schema.ts";

export type Filter = {
  avatarId?: string | undefined;
  batchId?: string | undefined;
  kind?: string | undefined;
};

const where = (filter: Filter) => sql`
  owner_id = ${Actor.userId()}
  ${filter.avatarId ? sql`and avatar_id = ${filter.avatarId}` : sql``}
  ${filter.batchId ? sql`and batch_id = ${filter.batchId}` : sql``}
  ${filter.kind ? sql`and kind = ${filter.kind}` : sql``}
`;

/** The sum of ledger rows, in nano-dollars and, rounded once at the end, in cents. `byKind` is in nano-dollars. */
export async function total(filter: Filter): Promise<Total> {
  const rows = await sql<{ kind: string; amountNanos: number; entries: number }[]>`
    select kind, sum(amount_nanos)::float8 as amount_nanos, count(*)::int as entries
    from cost_entries
    where ${where(filter)}
    group by kind
    order by kind
  `;
  const amountNanos = rows.reduce((sum, row) => sum + row.amountNanos, 0);
  return {
    amountNanos,
    amountCents: centsOfNanos(amountNanos),
    currency: "usd",
    entries: rows.reduce((sum, row) => sum + row.entries, 0),
    byKind: Object.fromEntries(rows.map((row) => [row.kind, row.amountNanos])),
  };
}

/** Ledger rows, newest first; `before` is the last id of the page above. */
export async function list(
  filter: Filter,
  page: { limit: number; before?: string | undefined },
): Promise<Entry[]> {
  return sql<Entry[]>`
    select id, avatar_id, batch_id, subject_id, kind, provider, model, unit, quantity::float8 as quantity,
      price_version, amount_nanos::float8 as amount_nanos, currency, provider_ref, created_at
    from cost_entries
    where ${where(filter)}
      ${page.before ? sql`and id < ${page.before}` : sql``}
    order by id desc
    limit ${page.limit}
  `;
}
