import * as Actor from "./actor.ts";
import { sql, transaction } from "./db.ts";

// A caller that repeats a request does so within the day; a queue keeps a message for at most fourteen. A screen
// that was away for more than an hour reads everything again.
const kept = { idempotencyKeys: "1 day", processed: "15 days", activity: "2 hours" } as const;

/** Deletes the marks nobody can ask for any more; returns how many. */
export async function forgetOldMarks(): Promise<number> {
  return Actor.asSystem("forget", () =>
    transaction(async () => {
      const keys = await sql`
        delete from idempotency_keys where created_at < now() - ${kept.idempotencyKeys}::interval
      `;
      const marks = await sql`delete from processed where created_at < now() - ${kept.processed}::interval`;
      const news = await sql`delete from activity where created_at < now() - ${kept.activity}::interval`;
      return keys.count + marks.count + news.count;
    }),
  );
}
