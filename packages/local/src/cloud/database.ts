/** The database of this start: the one given, or the embedded one. */

import { join } from "node:path";
import type { CloudOptions } from "./options.ts";
import type { Ports } from "./ports.ts";
import { startPostgres } from "./postgres/start.ts";

export type Database = { url: string; adminUrl: string; stop(): Promise<void> };

export async function startDatabase(
  options: CloudOptions,
  directory: string,
  ports: Ports,
): Promise<Database | undefined> {
  const { databaseUrl, databaseAdminUrl } = options;
  if (databaseUrl || databaseAdminUrl) {
    if (!databaseUrl || !databaseAdminUrl) {
      throw new Error(
        "--database-url and --database-admin-url go together: the product and its migrations log in apart.",
      );
    }
    return { url: databaseUrl, adminUrl: databaseAdminUrl, stop: async () => {} };
  }
  if (options.database === false) return undefined;
  const dir = join(directory, "postgres");
  const known = ports.known("postgres");
  const started = await startPostgres({ dir, port: known }).catch((error: unknown) => {
    if (known === 0) throw error;
    return startPostgres({ dir });
  });
  ports.remember("postgres", Number(new URL(started.url).port));
  return started;
}
