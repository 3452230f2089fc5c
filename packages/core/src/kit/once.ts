import * as Actor from "./actor.ts";
import { sql, transaction } from "./db.ts";

/**
 * Does a database effect at most once per key, in one transaction with the mark.
 * @returns what `work` answered, or undefined when it was done before.
 */
export async function once<T>(key: string, work: () => Promise<T>): Promise<T | undefined> {
  return transaction(async () => {
    const actor = Actor.use();
    const ownerId = actor.type === "user" ? actor.userId : null;
    const [first] = await sql<[{ key: string }?]>`
      insert into processed (key, owner_id)
      values (${key}, ${ownerId})
      on conflict do nothing
      returning key
    `;
    return first ? work() : undefined;
  });
}
