import * as Actor from "@vixen/core/kit/actor.ts";
import { transaction } from "@vixen/core/kit/db.ts";
import { createId } from "@vixen/core/kit/id.ts";
import { database } from "../harness.ts";

export type Tenant = {
  userId: string;
  /** Runs work as the tenant. */
  as<T>(work: () => Promise<T>): Promise<T>;
  /** Runs work as the tenant in one transaction. */
  tx<T>(work: () => Promise<T>): Promise<T>;
};

/** An account of its own for one test. */
export async function newTenant(): Promise<Tenant> {
  const userId = createId("user");
  await database()`
    insert into users (id, email, name, password_hash, confirmed_at)
    values (${userId}, ${`${userId}@example.com`}, 'Test', 'none', now())
  `;
  const as = <T>(work: () => Promise<T>): Promise<T> => Actor.asUser(userId, work);
  return { userId, as, tx: (work) => as(() => transaction(work)) };
}
