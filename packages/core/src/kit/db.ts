import postgres from "postgres";
import * as Actor from "./actor.ts";
import { secret } from "./config.ts";
import { createContext } from "./context.ts";
import { isUnreachable } from "./database-error.ts";
import { fail, messageOf } from "./error.ts";
import { log } from "./log.ts";

type Scope = {
  tx: postgres.TransactionSql;
  actor: Actor.Info;
  afterCommit: (() => Promise<void>)[];
};

const scope = createContext<Scope>("transaction");
let pool: Promise<postgres.Sql> | undefined;

/** The one way to query. Outside a transaction it throws: nothing runs as the login role. */
export const sql = new Proxy((() => {}) as unknown as postgres.TransactionSql, {
  apply: (_target, _self, parameters) => Reflect.apply(scope.use().tx as never, undefined, parameters),
  get: (_target, key) => Reflect.get(scope.use().tx, key),
});

/** Runs `work` atomically as the current actor. Nested calls join, unless the actor differs: that throws. */
export async function transaction<T>(work: () => Promise<T>): Promise<T> {
  const actor = Actor.use();
  const outer = scope.peek();
  if (outer) return outer.actor === actor ? work() : fail("A transaction belongs to one actor.");
  const afterCommit: Scope["afterCommit"] = [];
  const result = await begin(async (tx) => {
    // Sent at once but not waited for: the first statement follows on the same connection without a round trip
    // between. Should entering fail, the transaction is aborted, and every statement in it with it.
    const entering = enterRole(tx, actor);
    const [done] = await Promise.all([scope.with({ tx, actor, afterCommit }, work), entering]);
    return done;
  });
  await settle(afterCommit);
  return result as T;
}

/** Queues an effect for after the commit. It may be lost with the process; a sweep has to find what it left. */
export function afterCommit(effect: () => Promise<void>): void {
  scope.use().afterCommit.push(effect);
}

/** Closes the pool; for scripts and tests. The next transaction opens it again. */
export async function disconnect(): Promise<void> {
  const open = pool;
  pool = undefined;
  await (await open)?.end({ timeout: 5 });
}

function connect(): Promise<postgres.Sql> {
  pool ??= secret("DATABASE_URL").then((url) =>
    postgres(url, {
      max: Number(process.env.DATABASE_POOL_SIZE ?? 1),
      // One connection for one container, behind a pooler in transaction mode, which forgets prepared
      // statements between transactions. Where none is in between they cost a third of the time.
      prepare: process.env.DATABASE_PREPARE === "1",
      fetch_types: false,
      idle_timeout: 20,
      connect_timeout: 10,
      // Columns only: postgres.camel would also rename the keys inside stored jsonb.
      transform: { column: { from: postgres.toCamel, to: postgres.fromCamel } },
      onnotice: () => {},
    }),
  );
  pool.catch(() => {
    pool = undefined;
  });
  return pool;
}

/**
 * Begins a transaction on the pool. When its connection is lost, the pool goes with it: the driver writes its rollback
 * into the closed socket, which ends the process, or never writes on that connection again, and every query after it
 * hangs (porsager/postgres#1208, in 3.4.9). So it gets no error to roll back for, and the next transaction a new pool.
 */
async function begin<T>(work: (tx: postgres.TransactionSql) => Promise<T>): Promise<T> {
  const database = await connect();
  const lost = Promise.withResolvers<never>();
  const running = database.begin((tx) =>
    work(tx).catch((error: unknown) => {
      if (!isUnreachable(error)) throw error;
      lost.reject(error);
      return new Promise<never>(() => {});
    }),
  );
  try {
    return (await Promise.race([running, lost.promise])) as T;
  } catch (error) {
    if (isUnreachable(error)) await leave(database);
    throw error;
  }
}

/** What else runs on it has five seconds to end. */
async function leave(database: postgres.Sql): Promise<void> {
  if ((await pool) === database) pool = undefined;
  void database.end({ timeout: 5 });
}

function enterRole(tx: postgres.TransactionSql, actor: Actor.Info): Promise<unknown> {
  const [role, userId] = actor.type === "user" ? ["vixen_app", actor.userId] : ["vixen_system", ""];
  // `execute` sends it now: a query that is only awaited could be overtaken by one that is not.
  return tx`select set_config('role', ${role}, true), set_config('app.user_id', ${userId}, true)`.execute();
}

/** Committed: a failed effect is logged and left to the sweep, never thrown. */
async function settle(effects: Scope["afterCommit"]): Promise<void> {
  for (const effect of effects) {
    await effect().catch((error) => log.warn("after_commit_failed", { reason: messageOf(error) }));
  }
}
