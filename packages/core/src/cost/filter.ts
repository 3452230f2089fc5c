import * as Actor from "../kit/actor.ts";
import { sql } from "../kit/db.ts";
import { type Days, daysOf } from "./range.ts";
import type { Filter } from "./schema.ts";

/** A filter whose zone is known and whose range has become days. */
export type Resolved = Omit<Filter, "range" | "from" | "to"> & Days & { zone: string };

/** Fills in the operator's own zone where none was asked for, and the days of a range. */
export async function resolve({ range, from, to, zone, ...rest }: Filter): Promise<Resolved> {
  const known = zone ?? (await ownZone());
  return { ...rest, zone: known, ...(from || to ? { from, to } : daysOf(range, known, new Date())) };
}

async function ownZone(): Promise<string> {
  const [user] = await sql<[{ timezone: string }?]>`select timezone from users where id = ${Actor.userId()}`;
  return user?.timezone ?? "UTC";
}

/** The rows of `cost_entries as entry` that a filter means. A day begins at midnight of its zone. */
export const where = (filter: Resolved) => sql`
  entry.owner_id = ${Actor.userId()}
  ${within(sql`entry.created_at`, filter)}
  ${belongs(sql`entry.avatar_id`, filter.avatarId)}
  ${belongs(sql`entry.batch_id`, filter.batchId)}
  ${filter.kind ? sql`and entry.kind = ${filter.kind}` : sql``}
  ${filter.model ? sql`and entry.model = ${filter.model}` : sql``}
`;

/** Whether an id is the one that was asked for, or absent where that was asked for. */
export function belongs(column: ReturnType<typeof sql>, id: string | undefined) {
  if (id === undefined) return sql``;
  return id === "none" ? sql`and ${column} is null` : sql`and ${column} = ${id}`;
}

/** Whether a moment lies on one of the filter's days. */
export const within = (moment: ReturnType<typeof sql>, { from, to, zone }: Resolved) => sql`
  ${from ? sql`and ${moment} >= ${from}::text::date::timestamp at time zone ${zone}` : sql``}
  ${to ? sql`and ${moment} < (${to}::text::date + 1)::timestamp at time zone ${zone}` : sql``}
`;
