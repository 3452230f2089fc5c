/** What the cloud itself must remember through `kill -9`: accepted events and their deliveries, executions, waits. */

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

const schema = `
create table if not exists events (
  id text primary key,
  bus text not null,
  source text not null,
  detail_type text not null,
  event text not null,
  matched integer not null,
  at integer not null
);
create index if not exists events_at on events (at);
create table if not exists deliveries (
  id text primary key,
  target text not null,
  payload text not null,
  origin text not null,
  attempts integer not null default 0,
  due_at integer not null
);
create table if not exists executions (
  arn text primary key,
  machine text not null,
  name text not null,
  input text not null,
  status text not null,
  output text,
  error text,
  cause text,
  history text not null default '[]',
  started_at integer not null,
  stopped_at integer
);
create table if not exists waits (
  execution text not null,
  state text not null,
  wake_at integer not null,
  primary key (execution, state)
);
`;

export type Journal = { database: DatabaseSync; transaction<T>(work: () => T): T; close(): void };

export function openJournal(directory: string): Journal {
  mkdirSync(directory, { recursive: true });
  const database = new DatabaseSync(join(directory, "journal.db"));
  // WAL with synchronous=normal keeps every commit when the process dies; only a power cut could lose the last ones.
  database.exec("pragma journal_mode = wal; pragma synchronous = normal;");
  database.exec(schema);
  return {
    database,
    transaction(work) {
      database.exec("begin immediate");
      try {
        const result = work();
        database.exec("commit");
        return result;
      } catch (error) {
        database.exec("rollback");
        throw error;
      }
    },
    close: () => database.close(),
  };
}
