import { secret } from "@vixen/core/kit/config.ts";
import { log } from "@vixen/core/kit/log.ts";
import { migrate } from "@vixen/core/kit/migrate.ts";

/** Brings the database to this version's schema, before this version takes traffic. */
export async function handler(): Promise<{ applied: string[] }> {
  const applied = await migrate({ url: await secret("DATABASE_ADMIN_URL") });
  log.info("migrated", { applied });
  return { applied };
}
