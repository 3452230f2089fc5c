/** Runs the product's migrator once, as a deployment would before it lets traffic in. */

import type { LambdaPool } from "./lambda/pool.ts";

export async function invokeMigrator(pool: LambdaPool): Promise<void> {
  const migrator = pool.functions.find((lambda) => lambda.handler.includes("database/migrate"));
  if (!migrator) {
    console.error("no function database/migrate in the assembly: the database is taken as it is");
    return;
  }
  const invocation = await pool.invoke(migrator.arn, "{}", { source: "deployment", priority: "interactive" });
  if (!invocation.ok) {
    const { errorType, errorMessage } = invocation.error;
    const log = pool.log.recent(1)[0]?.log.join("\n") ?? "";
    throw new Error(`The migrator failed: ${errorType}: ${errorMessage}\n${log}`);
  }
}
