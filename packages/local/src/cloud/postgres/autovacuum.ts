import type { Engine } from "./engine.ts";
import type { EngineLock } from "./engine-lock.ts";
import { code, frames } from "./wire-message.ts";

/** How often it is looked whether a table changed much. Postgres naps a minute; here data grows by the second. */
const napMilliseconds = 2_000;

/** The thresholds are Postgres's own: https://www.postgresql.org/docs/18/routine-vacuuming.html#AUTOVACUUM */
const changedTables = `
  select format('%I.%I', stat.schemaname, stat.relname)
  from pg_stat_user_tables as stat
  join pg_class as class on class.oid = stat.relid
  where stat.n_mod_since_analyze > 50 + 0.1 * greatest(class.reltuples, 0)
    or stat.n_dead_tup > 50 + 0.2 * greatest(class.reltuples, 0)
`;

/**
 * What Postgres's autovacuum does, which the engine lacks: it has one process. Without statistics the planner took
 * an owner's index for a lookup by id and read all rows of the owner, so each statement grew with the tenant.
 * One table a turn, so that a client waits for some milliseconds at most. Returns how to end it.
 */
export function keepVacuumed<Holder>(engine: Engine, lock: EngineLock<Holder | "autovacuum">): () => void {
  let seen = engine.executions;
  let isBusy = false;

  function look(): void {
    if (isBusy || engine.executions === seen) return;
    isBusy = true;
    inTurn(
      () => firstColumn(engine.maintain(changedTables)),
      (tables) => vacuum(tables),
    );
  }

  function vacuum([table, ...rest]: string[]): void {
    if (table === undefined) {
      seen = engine.executions;
      isBusy = false;
      return;
    }
    inTurn(
      () => engine.maintain(`vacuum (analyze) ${table}`),
      () => setImmediate(vacuum, rest),
    );
  }

  function inTurn<T>(run: () => T, next: (result: T) => void): void {
    lock.take(
      "autovacuum",
      () => {
        const result = run();
        lock.release("autovacuum");
        next(result);
      },
      // A long transaction holds the database; the next nap tries again.
      () => {
        isBusy = false;
      },
    );
  }

  const timer = setInterval(look, napMilliseconds);
  timer.unref();
  return () => clearInterval(timer);
}

/** The first column of each row of an answer, as text. */
function firstColumn(answer: Buffer): string[] {
  const rows = [...frames(answer)].filter((frame) => frame[0] === code.dataRow);
  // Type, length, number of columns, length of the column, column.
  return rows.map((row) => row.toString("utf8", 11, 11 + row.readInt32BE(7)));
}
