import { mkdirSync } from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";

/**
 * The sandbox's own memory: it must outlive `kill -9`, because a real provider does not forget either.
 * Written synchronously before a response leaves; without fsync, since only the process may die, not the disk.
 */
export function openDatabase(directory: string): DatabaseSync {
  mkdirSync(directory, { recursive: true });
  const database = new DatabaseSync(path.join(directory, "sandbox.sqlite"));
  database.exec(`
    pragma journal_mode = wal;
    pragma synchronous = off;
    pragma busy_timeout = 5000;
    create table if not exists settings (name text primary key, value text not null);
    create table if not exists calls (
      id integer primary key,
      at text not null,
      provider text not null,
      method text not null,
      path text not null,
      status integer,
      fault text,
      accepted integer not null default 0,
      subject text,
      billable text
    );
    create table if not exists purchases (
      id text primary key,
      kind text not null,
      purchase_key text not null,
      status text not null,
      is_duplicate integer not null
    );
    create index if not exists purchases_key on purchases (purchase_key);
    create table if not exists faults (id text primary key, rule text not null, struck integer not null);
    create table if not exists fault_counters (name text primary key, value integer not null);
  `);
  return database;
}

/** A value made once per directory, e.g. a generated secret. */
export function settingOnce(database: DatabaseSync, name: string, create: () => string): string {
  const found = database.prepare("select value from settings where name = ?").get(name);
  if (typeof found?.value === "string") return found.value;
  const value = create();
  database.prepare("insert into settings (name, value) values (?, ?)").run(name, value);
  return value;
}
