import type postgres from "postgres";
import * as Actor from "./actor.ts";
import { type Connection, discard, giveBack, take } from "./connection.ts";
import { createContext } from "./context.ts";
import { isUnreachable, RetryableDatabaseError } from "./database-error.ts";
import { fail, messageOf } from "./error.ts";
import { log } from "./log.ts";

type Scope = {
  connection: Connection;
  actor: Actor.Info;
  afterCommit: (() => Promise<void>)[];
  /** Whoever still queries then was not waited for, and would reach another's transaction. */
  hasEnded: boolean;
};

const scope = createContext<Scope>("transaction");

/** The one way to query. Outside a transaction it throws: nothing runs as the login role. */
export const sql = new Proxy((() => {}) as unknown as postgres.Sql, {
  apply: (_target, _self, parameters) =>
    Reflect.apply(usable(scope.use()).sql as never, undefined, parameters),
  get: (_target, key) => Reflect.get(usable(scope.use()).sql, key),
});

/** Runs `work` atomically as the current actor. Nested calls join, unless the actor differs: that throws. */
export async function transaction<T>(work: () => Promise<T>): Promise<T> {
  const actor = Actor.use();
  const outer = scope.peek();
  if (outer) return outer.actor === actor ? work() : fail("A transaction belongs to one actor.");
  const afterCommit: Scope["afterCommit"] = [];
  const result = await begin({ actor, afterCommit }, work);
  await settle(afterCommit);
  return result;
}

/** Queues an effect for after the commit. It may be lost with the process; a sweep has to find what it left. */
export function afterCommit(effect: () => Promise<void>): void {
  scope.use().afterCommit.push(effect);
}

/**
 * One transaction on one connection. What begins it is sent but not waited for: the first statement follows without a
 * round trip between. Should that fail, the transaction is aborted, and every statement in it with it.
 */
async function begin<T>(of: Pick<Scope, "actor" | "afterCommit">, work: () => Promise<T>): Promise<T> {
  const connection = await take();
  const here: Scope = { ...of, connection, hasEnded: false };
  try {
    // `execute` sends it now: a query that is only awaited could be overtaken by one that is not.
    const entering = connection.sql.unsafe(opening(of.actor)).execute();
    const [result] = await Promise.all([scope.with(here, work), entering]);
    await commit(here);
    await giveBack(connection);
    return result;
  } catch (error) {
    here.hasEnded = true;
    await undo(connection, error);
    throw error;
  }
}

async function commit(here: Scope): Promise<void> {
  const { sql } = usable(here);
  here.hasEnded = true;
  const { command } = await sql`commit`;
  // What Postgres answers to the commit of an aborted transaction.
  if (command !== "COMMIT")
    fail("The transaction was rolled back: somebody caught a statement's error and went on.");
}

/** Postgres itself rolls back what was open on a connection that is lost. */
async function undo(connection: Connection, error: unknown): Promise<void> {
  if (connection.isLost || isUnreachable(error)) return discard(connection);
  try {
    await connection.sql`rollback`;
  } catch {
    // The first error says more.
    return discard(connection);
  }
  await giveBack(connection);
}

function usable({ connection, hasEnded }: Scope): Connection {
  if (hasEnded) fail("This transaction has ended. Wait for every query within it.");
  if (connection.isLost) {
    throw new RetryableDatabaseError(
      "The connection to the database was lost. The transaction is tried again.",
    );
  }
  return connection;
}

/** A simple query of two statements: behind a pooler each parameter would cost a round trip to ask for its type. */
function opening(actor: Actor.Info): string {
  const [role, userId] = actor.type === "user" ? ["vixen_app", actor.userId] : ["vixen_system", ""];
  if (!/^\w*$/.test(userId)) fail("A user's id consists of letters, digits and underscores.");
  return `begin; select set_config('role', '${role}', true), set_config('app.user_id', '${userId}', true)`;
}

/** Committed: a failed effect is logged and left to the sweep, never thrown. */
async function settle(effects: Scope["afterCommit"]): Promise<void> {
  for (const effect of effects) {
    await effect().catch((error) => log.warn("after_commit_failed", { reason: messageOf(error) }));
  }
}
