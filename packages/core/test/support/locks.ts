import { database } from "../harness.ts";

/** Waits until a transaction waits for another one's lock. */
export async function somebodyWaits(): Promise<void> {
  for (;;) {
    const waiting = await database()`
      select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    if (waiting.length > 0) return;
    await new Promise((done) => setTimeout(done, 5));
  }
}
