/**
 * Compares migrations/schema.sql with what the migrations really make, on the embedded Postgres and on a real
 * one: fails when someone forgot to dump, and when the two databases understand a migration differently.
 */
import { readFileSync } from "node:fs";
import { messageOf } from "@vixen/core/kit/error.ts";
import { startPostgres } from "@vixen/local/cloud/postgres/start.ts";
import { startRealPostgres } from "@vixen/local/testing/real-postgres.ts";
import { migrateAndDump, schemaFile } from "./dump-schema.ts";
import { lineDifference } from "./line-difference.ts";

async function dumpEmbedded(): Promise<string> {
  const database = await startPostgres();
  try {
    return await migrateAndDump(database.adminUrl);
  } finally {
    await database.stop();
  }
}

async function dumpReal(): Promise<string> {
  const server = await startRealPostgres();
  try {
    return await migrateAndDump(server.adminUrl("postgres"));
  } finally {
    await server.stop();
  }
}

/** Empty when all three agree; otherwise what to read and to do. */
async function findDrift(): Promise<string[]> {
  const [embedded, real] = await Promise.allSettled([dumpEmbedded(), dumpReal()]);
  const file = readFileSync(schemaFile, "utf8");
  return [
    { name: "the embedded Postgres", dump: embedded },
    { name: "a real Postgres", dump: real },
  ].flatMap(({ name, dump }) => {
    if (dump.status === "rejected") return [`The migrations fail on ${name}: ${messageOf(dump.reason)}`];
    const difference = lineDifference(file, dump.value);
    if (difference.length === 0) return [];
    const advice = "Run `node scripts/database/dump-schema.ts` and look at what changed.";
    return [`migrations/schema.sql (-) is not what ${name} has (+). ${advice}\n${difference.join("\n")}`];
  });
}

if (import.meta.main) {
  const problems = await findDrift();
  for (const problem of problems) process.stderr.write(`${problem}\n\n`);
  if (problems.length === 0) process.stderr.write("migrations/schema.sql is what both databases have.\n");
  process.exitCode = problems.length === 0 ? 0 : 1;
}
