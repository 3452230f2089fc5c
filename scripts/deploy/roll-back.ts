import { goodCommit } from "./good-commit.ts";
import { outputOf, readOptions, sst, take } from "./step.ts";

/**
 * Puts the code of the last good commit back. The database stays where it is: migrations only go forward, and
 * each is safe with the code before it, so the old code runs on the new schema.
 */
const options = readOptions();
const commit = options.isDryRun ? "<good commit>" : outputOf(goodCommit.read(options.stage));
const folder = ".sst/roll-back";

console.log(`# The last good commit of ${options.stage}: ${goodCommit.read(options.stage).join(" ")}`);
await take(
  [
    {
      why: "Check the good commit out beside this one.",
      command: ["git", "worktree", "add", "--force", "--detach", folder, commit],
    },
    { why: "Install what it was built with.", command: ["npm", "ci"], cwd: folder },
    {
      why: "Fetch sharp for Lambda's processor.",
      command: ["node", "scripts/deploy/install-arm64.ts", "--stage", options.stage],
      cwd: folder,
    },
    {
      why: "Deploy its code. Its migrator finds every migration applied and leaves the schema alone.",
      command: sst("deploy", "--stage", options.stage),
      cwd: folder,
    },
    {
      why: "Take the folder away.",
      command: ["git", "worktree", "remove", "--force", folder],
    },
  ],
  options,
);
