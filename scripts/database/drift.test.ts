import { readFileSync } from "node:fs";
import { type TestDatabase, testDatabase } from "@vixen/local/testing/test-database.ts";
import postgres from "postgres";
import { afterEach, beforeEach, expect, test } from "vitest";
import { dumpCatalogue } from "./catalogue.ts";
import { schemaFile } from "./dump-schema.ts";
import { lineDifference } from "./line-difference.ts";

let database: TestDatabase;
let sql: postgres.Sql;

beforeEach(async () => {
  database = await testDatabase();
  sql = postgres(database.adminUrl, { max: 1, onnotice: () => {} });
});

afterEach(async () => {
  await sql.end({ timeout: 1 });
  await database.drop();
});

test("the dump in the repository is the schema that the migrations make on real Postgres", async () => {
  const difference = lineDifference(readFileSync(schemaFile, "utf8"), await dumpCatalogue(sql));
  // The file's two lines of heading are not part of the catalogue.
  expect(difference).toEqual([expect.stringContaining("- -- Written by"), "- "]);
});

test.each([
  ["a column", "alter table avatars add column mood text not null default 'calm'"],
  ["nullability", "alter table avatars alter column niche drop not null"],
  ["a default", "alter table avatars alter column is_automatic set default true"],
  ["a constraint", "alter table avatars drop constraint avatars_age_check"],
  ["an index", "drop index avatars_owner"],
  ["a policy", "drop policy avatars_app on avatars"],
  ["a policy's rule", "alter policy avatars_app on avatars using (true)"],
  ["row-level security", "alter table avatars disable row level security"],
  ["a grant", "grant delete on users to vixen_app"],
  ["a grant on a column", "grant update (amount_nanos) on cost_entries to vixen_app"],
  ["a view", "alter view llm_costs set (security_invoker = false)"],
  ["a function", "create function noop() returns integer language sql as 'select 1'"],
  [
    "a trigger",
    "create trigger t before update on users execute function suppress_redundant_updates_trigger()",
  ],
  ["an enum", "create type mood as enum ('calm', 'wild')"],
  ["a sequence", "create sequence numbers"],
])("a change of %s shows in the dump", async (_what, change) => {
  const before = await dumpCatalogue(sql);
  await sql.unsafe(change).catch((error: Error) => {
    throw new Error(`${change}: ${error.message}`);
  });
  expect(lineDifference(before, await dumpCatalogue(sql))).not.toEqual([]);
});

test("a difference names removed and added lines in their order", () => {
  expect(lineDifference("a\nb\nc", "a\nx\nc\nd")).toEqual(["- b", "+ x", "+ d"]);
  expect(lineDifference("a\nb", "a\nb")).toEqual([]);
});
