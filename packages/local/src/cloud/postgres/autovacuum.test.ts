import postgres from "postgres";
import { expect, onTestFinished, test, vi } from "vitest";
import { startPostgres } from "./start.ts";

/** How the planner would look one row of a tenant up, who owns all of them. */
const lookup = "explain select id from things where id = 'thing-7' and owner_id = 'tenant'";

test("a table that changed much is vacuumed and analyzed, so that a row is found by its key and not by its tenant", async () => {
  const database = await startPostgres();
  onTestFinished(() => database.stop());
  const admin = postgres(database.adminUrl, { max: 1, onnotice: () => {} });
  onTestFinished(() => admin.end());
  await admin.unsafe(`
    create table things (id text primary key, owner_id text not null);
    create index things_owner on things (owner_id);
    grant select, insert on things to vixen_app;
  `);
  const product = postgres(database.url, { max: 1, fetch_types: false, onnotice: () => {} });
  onTestFinished(() => product.end());
  const known = () =>
    admin`select reltuples::int as rows from pg_class where relname = 'things'`.then(([row]) => row?.rows);
  const asTenant = <T>(work: (tx: postgres.TransactionSql) => Promise<T>) =>
    product.begin(async (tx) => {
      await tx`select set_config('role', 'vixen_app', true)`;
      return work(tx);
    });
  await asTenant(
    (tx) => tx`insert into things select 'thing-' || n, 'tenant' from generate_series(1, 2000) as n`,
  );
  await vi.waitFor(async () => expect(await known()).toBe(2000), { timeout: 20_000, interval: 200 });
  const plan = await admin.unsafe(lookup);
  expect(plan.map((row) => row["QUERY PLAN"]).join("\n")).toMatch(/things_pkey/);
  // The upkeep is the superuser's, and leaves nothing of that to the next connection.
  const [who] = await asTenant((tx) => tx`select session_user as login, current_user as role`);
  expect(who).toEqual({ login: "vixen_login", role: "vixen_app" });
});
