import postgres from "postgres";
import { secret } from "./config.ts";

/** A connection to the database, taken by one transaction at a time. The driver opens it with the first query. */
export type Connection = {
  sql: postgres.Sql;
  /** It closed under whoever has taken it: what follows would run on another one, outside of the transaction. */
  isLost: boolean;
};

type Pool = {
  all: Set<Connection>;
  free: Connection[];
  waiting: ((connection: Connection) => void)[];
  add(): Connection;
};

let pool: Promise<Pool> | undefined;

/**
 * A free connection, or the next that is given back. The driver's own pool would wait a round trip for `begin`
 * before the first statement, and its `reserve` never returns on a new connection that asks for no types (3.4.9).
 */
export async function take(): Promise<Connection> {
  const { free, waiting } = await open();
  const connection = free.pop() ?? (await new Promise<Connection>((resolve) => waiting.push(resolve)));
  connection.isLost = false;
  return connection;
}

/** For the next transaction; there must be none open on it. */
export async function giveBack(connection: Connection): Promise<void> {
  const { all, free, waiting } = await open();
  // Taken before a disconnect.
  if (!all.has(connection)) return;
  const next = waiting.shift();
  if (next) next(connection);
  else free.push(connection);
}

/** Closes a connection of which nobody knows where it stands, and puts a new one in its place. */
export async function discard(connection: Connection): Promise<void> {
  void connection.sql.end({ timeout: 0 });
  const { all, add } = await open();
  if (all.delete(connection)) await giveBack(add());
}

/** Closes them all; for scripts and tests. What runs has five seconds to end; the next transaction opens new ones. */
export async function disconnect(): Promise<void> {
  const closing = pool;
  pool = undefined;
  await Promise.all([...((await closing)?.all ?? [])].map(({ sql }) => sql.end({ timeout: 5 })));
}

function open(): Promise<Pool> {
  pool ??= secret("DATABASE_URL").then((url) => {
    const all = new Set<Connection>();
    const add = () => {
      const connection = connect(url);
      all.add(connection);
      return connection;
    };
    // One for one container, in which transactions wait for each other.
    const size = Number(process.env.DATABASE_POOL_SIZE ?? 1);
    return { all, free: Array.from({ length: size }, add), waiting: [], add };
  });
  pool.catch(() => {
    pool = undefined;
  });
  return pool;
}

function connect(url: string): Connection {
  const sql = postgres(url, {
    max: 1,
    // Behind a pooler in transaction mode, which forgets prepared statements between transactions. Where none is in
    // between they cost a third of the time.
    prepare: process.env.DATABASE_PREPARE === "1",
    fetch_types: false,
    idle_timeout: 20,
    // The driver does not know of our transactions and would end the connection in the midst of one.
    max_lifetime: null,
    connect_timeout: 10,
    // Columns only: postgres.camel would also rename the keys inside stored jsonb.
    transform: { column: { from: postgres.toCamel, to: postgres.fromCamel } },
    onnotice: () => {},
    onclose: () => {
      connection.isLost = true;
    },
  });
  const connection: Connection = { sql, isLost: false };
  return connection;
}
