import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { Script, type StackContext, use } from "sst/constructs";
import { variables } from "./lib/access.ts";
import { handler } from "./lib/handler.ts";
import { Secrets } from "./secrets.ts";

/**
 * Postgres itself is Supabase's. This stack brings its schema up to date, and every stack with code in it
 * comes after: new code never meets an old schema.
 */
export function Database(context: StackContext) {
  const { stack } = context;
  const { DatabaseAdmin } = use(Secrets);
  const migrate = handler(context, "database/migrate", {
    timeoutSeconds: 900,
    secrets: [DatabaseAdmin],
    access: [variables({ MIGRATIONS_DIRECTORY: "migrations" })],
    extra: { copyFiles: [{ from: "migrations", to: "migrations" }], enableLiveDev: false },
  });
  new Script(stack, "Migrate", { onCreate: migrate, onUpdate: migrate, version: migrationsVersion() });
}

/** Changes when a migration is added, so that a deployment without one leaves the database alone. */
function migrationsVersion(): string {
  const hash = createHash("sha256");
  const files = readdirSync("migrations").filter((name) => /^\d{4}_.*\.sql$/.test(name));
  for (const file of files.toSorted()) hash.update(file).update(readFileSync(`migrations/${file}`));
  return hash.digest("hex").slice(0, 16);
}
