import * as Actor from "../kit/actor.ts";
import { sql } from "../kit/db.ts";
import type { Changes, Subject } from "./schema.ts";

/** Rows of `activity` live for two hours; a version that is half as old can still be told what changed. */
const known = "1 hour";
/** A page was rendered at most this long before its first question. */
const justRendered = "30 seconds";

// Seconds, and a snapshot of Postgres: the lowest transaction id still open, the next one, those open between.
const shape = /^(\d{1,12})-(\d{1,18})-(\d{1,18})-((?:\d{1,18}(?:\.\d{1,18})*)?)$/;

/** A version's snapshot as Postgres reads it; undefined when nothing of ours ever answered that version. */
function snapshotOf(version: string): { at: number; snapshot: string } | undefined {
  const [, at, low, high, open = ""] = shape.exec(version) ?? [];
  if (at === undefined || low === undefined || high === undefined) return undefined;
  const ids = open === "" ? [] : open.split(".").map(BigInt);
  const isAscending = ids.every((id, index) => index === 0 || id > (ids[index - 1] ?? 0n));
  const isWithin = ids.every((id) => id >= BigInt(low) && id < BigInt(high));
  if (BigInt(low) === 0n || BigInt(low) > BigInt(high) || !isAscending || !isWithin) return undefined;
  return { at: Number(at), snapshot: `${low}:${high}:${ids.join(",")}` };
}

export const isVersion = (version: string): boolean => snapshotOf(version) !== undefined;

type Row = { at: number; snapshot: string; isReset: boolean; subjects: Subject[] | null };

/**
 * The owner's version now, and which subjects changed since the version `since`: exactly those whose transaction
 * was not yet visible then and is now, whatever order they began in. Without `since` those of the last half
 * minute, for a page that was just rendered. Reads one index.
 */
export async function changesSince(since?: string): Promise<{ version: string; changes: Changes }> {
  const held = since === undefined ? undefined : snapshotOf(since);
  const [row] = await sql<[Row]>`
    select extract(epoch from now())::bigint::float8 as at,
      pg_current_snapshot()::text as snapshot,
      ${
        held
          ? sql`
            (
              to_timestamp(${held.at}::float8) < now() - ${known}::interval
              -- The ids of another database, which this one was copied from.
              or pg_snapshot_xmax(${held.snapshot}::pg_snapshot) > pg_snapshot_xmax(pg_current_snapshot())
            )`
          : sql`${since !== undefined}::boolean`
      } as is_reset,
      (
        select jsonb_agg(distinct jsonb_build_object('kind', kind, 'id', subject_id))
        from activity
        where owner_id = ${Actor.userId()}
          ${
            held
              ? sql`
                and transaction_id >= pg_snapshot_xmin(${held.snapshot}::pg_snapshot)
                and not pg_visible_in_snapshot(transaction_id, ${held.snapshot}::pg_snapshot)`
              : sql`and created_at > now() - ${justRendered}::interval`
          }
      ) as subjects
  `;
  const [low = "", high = "", open = ""] = row.snapshot.split(":");
  return {
    version: [row.at, low, high, open.replaceAll(",", ".")].join("-"),
    changes: { isReset: row.isReset, subjects: row.subjects ?? [] },
  };
}
