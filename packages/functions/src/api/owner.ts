import * as Actor from "@vixen/core/kit/actor.ts";
import { sql, transaction } from "@vixen/core/kit/db.ts";
import { notFound } from "@vixen/core/kit/error.ts";

/** Runs `work` as the tenant whom an internal call names, and whose ledger it is booked to. */
export async function asOwner<T>(userId: string, work: () => Promise<T>): Promise<T> {
  return Actor.asUser(userId, async () => {
    const [owner] = await transaction(
      () => sql<[{ id: string }?]>`select id from users where id = ${userId}`,
    );
    if (!owner) throw notFound("user", userId);
    return work();
  });
}
