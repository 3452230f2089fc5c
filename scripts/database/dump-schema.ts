/** Writes migrations/schema.sql: what the migrations make of an empty database. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { migrate } from "@vixen/core/kit/migrate.ts";
import { startPostgres } from "@vixen/local/cloud/postgres/start.ts";
import postgres from "postgres";
import { dumpCatalogue } from "./catalogue.ts";

export const schemaFile = join(import.meta.dirname, "../../migrations/schema.sql");

const heading = `-- Written by scripts/database/dump-schema.ts after the last migration; never by hand, never run.\n\n`;

/** Migrates the database at `adminUrl`, which is empty, and dumps it. */
export async function migrateAndDump(adminUrl: string): Promise<string> {
  const sql = postgres(adminUrl, { max: 1, onnotice: () => {} });
  try {
    await migrate({ sql });
    return heading + (await dumpCatalogue(sql));
  } finally {
    await sql.end({ timeout: 1 });
  }
}

if (import.meta.main) {
  const database = await startPostgres();
  try {
    writeFileSync(schemaFile, await migrateAndDump(database.adminUrl));
    process.stderr.write("Wrote migrations/schema.sql.\n");
  } finally {
    await database.stop();
  }
}
