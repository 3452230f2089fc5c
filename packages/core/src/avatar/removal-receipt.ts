import * as Actor from "../kit/actor.ts";
import { sql } from "../kit/db.ts";

/** Longer than a collector that was at work at the deletion may live, and than a purchase needs to show up. */
export const quietTime = { minutes: 3 };

export type Receipt = {
  avatarId: string;
  /** What was being bought at the deletion and has no end yet. */
  attempts: unknown[];
  status: "pending" | "swept" | "finished";
  rounds: number;
  filesDeleted: number;
  /** Models that are still at the provider, by their full names there. */
  models: string[];
  modelsDeleted: number;
  requestedAt: Date;
  finishedAt: Date | null;
};

/** The receipt of a deletion: how far it is, how many files and models went. In the caller's transaction. */
export async function find(avatarId: string): Promise<Receipt | undefined> {
  const [row] = await sql<[Receipt?]>`
    select avatar_id, attempts, status, rounds, files_deleted, models, models_deleted, requested_at, finished_at
    from avatar_removals
    where avatar_id = ${avatarId} and owner_id = ${Actor.userId()}
  `;
  return row;
}
