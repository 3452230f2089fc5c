// The logger reads its level when it is made: nothing that imports it may come before.
process.env.LOG_LEVEL ??= "SILENT";

import { restoreEnvironment } from "@vixen/local/testing/environment.ts";
import { testDatabase } from "@vixen/local/testing/test-database.ts";
import postgres from "postgres";
import { afterAll, beforeAll } from "vitest";
import { disconnect } from "../../src/kit/connection.ts";
import { createId } from "../../src/kit/id.ts";

let admin: postgres.Sql | undefined;

/** A migrated database of this test file's own, which the kit connects to. */
export function useDatabase(): void {
  restoreEnvironment();
  let drop: (() => Promise<void>) | undefined;
  beforeAll(async () => {
    const own = await testDatabase();
    drop = own.drop;
    admin = postgres(own.adminUrl, { max: 2, onnotice: () => {} });
    process.env.DATABASE_URL = own.url;
    process.env.DATABASE_POOL_SIZE = "6";
  });
  afterAll(async () => {
    await disconnect();
    await admin?.end({ timeout: 5 });
    await drop?.();
  });
}

/** The database as its superuser. */
export function database(): postgres.Sql {
  if (!admin) throw new Error("useDatabase() first");
  return admin;
}

export async function newUser(): Promise<string> {
  const id = createId("user");
  await database()`insert into users (id, email, name, password_hash) values (${id}, ${`${id}@example.com`}, 'Test', 'none')`;
  return id;
}

export async function newAvatar(ownerId: string): Promise<string> {
  const id = createId("avatar");
  const place = { city: "Madrid", country: "Spain", timezone: "Europe/Madrid" };
  const row = {
    id,
    owner_id: ownerId,
    name: "Alba",
    niche: "n",
    style: "s",
    language: "es",
    age: 27,
    seed: 1,
    trigger_word: "VX",
  };
  await database()`insert into avatars ${database()({ ...row, ...place })}`;
  return id;
}
