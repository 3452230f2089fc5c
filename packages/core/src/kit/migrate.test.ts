import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestDatabase, testDatabase } from "@vixen/local/testing/test-database.ts";
import postgres from "postgres";
import { afterEach, beforeEach, expect, test } from "vitest";
import { migrate } from "./migrate.ts";

let database: TestDatabase;
let sql: postgres.Sql;
let directory: string;

beforeEach(async () => {
  database = await testDatabase({ isEmpty: true });
  sql = postgres(database.adminUrl, { max: 1, onnotice: () => {} });
  directory = mkdtempSync(join(tmpdir(), "vixen-migrate-"));
  file("0001_first.sql", "create table first (id int primary key); insert into first values (1);");
  file("0002_second.sql", "create table second (id int references first (id));");
});

afterEach(async () => {
  await sql.end({ timeout: 1 });
  await database.drop();
  rmSync(directory, { recursive: true, force: true });
});

const file = (name: string, text: string) => writeFileSync(join(directory, name), text);
const run = () => migrate({ url: database.adminUrl, directory });
const recorded = async () =>
  (await sql`select name from schema_migrations order by id`).map((row) => row.name as string);

test("applies the files in order once, and only new ones the next time", async () => {
  expect(await run()).toEqual(["0001_first.sql", "0002_second.sql"]);
  expect(await run()).toEqual([]);
  file("0003_third.sql", "alter table first add column name text;");
  expect(await migrate({ sql, directory })).toEqual(["0003_third.sql"]);
  expect(await recorded()).toEqual(["0001_first.sql", "0002_second.sql", "0003_third.sql"]);
});

test("racing deployers each succeed and every file is applied by exactly one", async () => {
  file("0003_slow.sql", "select pg_sleep(0.2); create table third (id int);");
  const answers = await Promise.all([run(), run(), run(), run()]);
  expect(answers.flat().sort()).toEqual(["0001_first.sql", "0002_second.sql", "0003_slow.sql"]);
  expect(await sql`select count(*)::int as rows from first`).toEqual([{ rows: 1 }]);
});

test("a file that fails leaves nothing of itself, and can be applied once repaired", async () => {
  file("0003_broken.sql", "create table third (id int); select nothing_like_it();");
  await expect(run()).rejects.toThrow("nothing_like_it");
  expect(await recorded()).toEqual(["0001_first.sql", "0002_second.sql"]);
  expect(await sql`select to_regclass('third') as found`).toEqual([{ found: null }]);
  file("0003_broken.sql", "create table third (id int);");
  expect(await run()).toEqual(["0003_broken.sql"]);
});

test("refuses to go on when an applied file was changed", async () => {
  await run();
  file("0001_first.sql", "create table first (id bigint primary key);");
  file("0003_third.sql", "create table third (id int);");
  await expect(run()).rejects.toThrow(
    "The migration 0001_first.sql differs from 0001_first.sql that this database has applied.",
  );
  expect(await recorded()).toEqual(["0001_first.sql", "0002_second.sql"]);
});

test("refuses badly named files and two with one number before it touches the database", async () => {
  file("12_short.sql", "");
  await expect(run()).rejects.toThrow("12_short.sql is not named like");
  rmSync(join(directory, "12_short.sql"));
  file("0002_other.sql", "");
  await expect(run()).rejects.toThrow("Two migrations have the number 0002");
  expect(await sql`select to_regclass('schema_migrations') as found`).toEqual([{ found: null }]);
});

test("does not wait for a lock without end, which would hold up everyone behind it", async () => {
  await run();
  file("0003_third.sql", "select current_setting('lock_timeout') as held into third;");
  await run();
  expect(await sql`select held from third`).toEqual([{ held: "10s" }]);
});
