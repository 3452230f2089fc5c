import { sql } from "../kit/db.ts";
import { centsOfNanos } from "../kit/money.ts";
import { resolve, where } from "./filter.ts";
import type { Entry, Filter, Summary, Total } from "./schema.ts";
import * as Unanswered from "./unanswered.ts";

/** The sum of ledger rows, in nano-dollars and, rounded once at the end, in cents. `byKind` is in nano-dollars. */
export async function total(filter: Filter): Promise<Total> {
  const rows = await sql<{ kind: string; amountNanos: number; entries: number }[]>`
    select kind, sum(amount_nanos)::float8 as amount_nanos, count(*)::int as entries
    from cost_entries as entry
    where ${where(await resolve(filter))}
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

type SumRow = {
  level: number;
  kind: string;
  model: string;
  avatarId: string | null;
  avatarName: string | null;
  day: string;
  amountNanos: number;
  entries: number;
};

/** `grouping(kind, model, avatar_id, day)`: one bit for each that a row is not about. */
const level = { all: 15, kind: 7, model: 3, avatar: 13, day: 6 };

/**
 * What was spent: in all, by kind, by model, by avatar, and by day and kind, in nano-dollars. All of it comes from
 * one statement, so that every part adds up to the total whatever is booked meanwhile.
 */
export async function summary(asked: Filter): Promise<Summary> {
  const filter = await resolve(asked);
  const { zone, from = null, to = null } = filter;
  const rows = await sql<SumRow[]>`
    with chosen as (
      select entry.kind, entry.model, entry.avatar_id, entry.amount_nanos,
        to_char(entry.created_at at time zone ${zone}, 'YYYY-MM-DD') as day
      from cost_entries as entry
      where ${where(filter)}
    ), sums as (
      select grouping(kind, model, avatar_id, day)::int as level, kind, model, avatar_id, day,
        coalesce(sum(amount_nanos), 0)::float8 as amount_nanos, count(*)::int as entries
      from chosen
      group by grouping sets ((), (kind), (kind, model), (avatar_id), (day, kind))
    )
    select sums.level, sums.kind, sums.model, sums.avatar_id, avatars.name as avatar_name, sums.day,
      sums.amount_nanos, sums.entries
    from sums
    left join avatars on avatars.id = sums.avatar_id
    order by sums.amount_nanos desc, sums.day, sums.kind, sums.model, sums.avatar_id
  `;
  const at = (wanted: number) => rows.filter((row) => row.level === wanted);
  const [all] = at(level.all);
  const amountNanos = all?.amountNanos ?? 0;
  return {
    amountNanos,
    amountCents: centsOfNanos(amountNanos),
    currency: "usd",
    entries: all?.entries ?? 0,
    zone,
    from,
    to,
    byKind: at(level.kind),
    byModel: at(level.model),
    byAvatar: at(level.avatar),
    byDay: daysOf(at(level.day)),
    unansweredCalls: await Unanswered.count(filter),
  };
}

function daysOf(rows: SumRow[]): Summary["byDay"] {
  const days = new Map<string, Summary["byDay"][number]>();
  for (const { day, kind, amountNanos, entries } of rows) {
    const sum = days.get(day) ?? { day, amountNanos: 0, entries: 0, byKind: {} };
    sum.amountNanos += amountNanos;
    sum.entries += entries;
    sum.byKind[kind] = amountNanos;
    days.set(day, sum);
  }
  return [...days.values()].toSorted((a, b) => a.day.localeCompare(b.day));
}

/** Ledger rows, newest first; `before` is the last id of the page above. */
export async function list(
  filter: Filter,
  page: { limit: number; before?: string | undefined },
): Promise<Entry[]> {
  return sql<Entry[]>`
    select entry.id, entry.avatar_id, avatars.name as avatar_name, entry.batch_id, entry.subject_id, entry.kind,
      entry.provider, entry.model, entry.unit, entry.quantity::float8 as quantity, entry.price_version,
      entry.amount_nanos::float8 as amount_nanos, entry.currency, entry.provider_ref, entry.created_at
    from cost_entries as entry
    left join avatars on avatars.id = entry.avatar_id
    where ${where(await resolve(filter))}
      ${page.before ? sql`and entry.id < ${page.before}` : sql``}
    order by entry.id desc
    limit ${page.limit}
  `;
}
