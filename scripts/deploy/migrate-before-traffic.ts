import { readOptions, sst, take } from "./step.ts";

const options = readOptions();

/**
 * The database's stack alone: its migrator runs while the old code still serves, which is why a migration must
 * be safe with the old code running. If it fails, CloudFormation stops here and no new code takes traffic.
 */
await take(
  [
    {
      why: "Migrate the database, with the old code still serving. Migrations only go forward.",
      command: sst("deploy", "--stage", options.stage, "database"),
    },
  ],
  options,
);
