import { randomUUID } from "node:crypto";
import postgres from "postgres";
import { inject } from "vitest";
import { loginRole } from "../cloud/postgres/roles.ts";
import { askAt } from "./door.ts";
import type { TestPostgres } from "./vitest-global-setup.ts";

export interface TestDatabase {
  /** As the product's functions log in: no right on any table. */
  url: string;
  /** As superuser. */
  adminUrl: string;
  /** Whether pgvector is real here; without it, tests of vectors belong on the embedded database. */
  hasVector: boolean;
  drop(): Promise<void>;
}

/**
 * A migrated database of its own on the run's real Postgres. `isEmpty` leaves the migrations out.
 * For vitest only, with `vitest-global-setup.ts` among its `globalSetup`.
 */
export async function testDatabase({ isEmpty = false } = {}): Promise<TestDatabase> {
  const { port, hasVector, template } = await askForPostgres();
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  const address = (role: string, database: string) => `postgres://${role}@127.0.0.1:${port}/${database}`;
  await asAdmin(address("postgres", "postgres"), async (sql) => {
    await sql`create database ${sql(name)} template ${sql(isEmpty ? "template0" : template)}`;
  });
  return {
    url: address(loginRole, name),
    adminUrl: address("postgres", name),
    hasVector,
    drop: () =>
      asAdmin(address("postgres", "postgres"), async (sql) => {
        await sql`drop database if exists ${sql(name)} with (force)`;
      }),
  };
}

async function askForPostgres(): Promise<TestPostgres> {
  const door = inject("testPostgresUrl");
  if (!door) throw new Error("testDatabase needs vitest-global-setup.ts in vitest's globalSetup.");
  return askAt<TestPostgres>(door, "The tests' Postgres");
}

async function asAdmin(url: string, work: (sql: postgres.Sql) => Promise<void>): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await work(sql);
  } finally {
    await sql.end({ timeout: 1 });
  }
}
