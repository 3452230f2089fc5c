import * as Actor from "../kit/actor.ts";
import { sql } from "../kit/db.ts";
import type { Filter } from "./schema.ts";

/** The zone whose days are meant: the one that was asked for, else the operator's own. */
export async function zoneOf({ zone }: Filter): Promise<string> {
  if (zone) return zone;
  const [user] = await sql<[{ timezone: string }?]>`select timezone from users where id = ${Actor.userId()}`;
  return user?.timezone ?? "UTC";
}

/** The rows of `cost_entries as entry` that a filter means. A day begins at midnight of `zone`. */
export const where = (filter: Filter, zone: string) => sql`
  entry.owner_id = ${Actor.userId()}
  ${within(sql`entry.created_at`, filter, zone)}
  ${filter.avatarId ? sql`and entry.avatar_id = ${filter.avatarId}` : sql``}
  ${filter.batchId ? sql`and entry.batch_id = ${filter.batchId}` : sql``}
  ${filter.kind ? sql`and entry.kind = ${filter.kind}` : sql``}
  ${filter.model ? sql`and entry.model = ${filter.model}` : sql``}
`;

/** Whether a moment lies on one of the filter's days. */
export const within = (moment: ReturnType<typeof sql>, { from, to }: Filter, zone: string) => sql`
  ${from ? sql`and ${moment} >= ${from}::text::date::timestamp at time zone ${zone}` : sql``}
  ${to ? sql`and ${moment} < (${to}::text::date + 1)::timestamp at time zone ${zone}` : sql``}
`;
