import { goodCommit } from "./good-commit.ts";
import { outputOf, readOptions, take } from "./step.ts";

const options = readOptions();
// By hand it is what is checked out; a dry run asks nobody.
const current = () => (options.isDryRun ? "<commit>" : outputOf(["git", "rev-parse", "HEAD"]));

await take(
  [
    {
      why: "Remember this commit as the one to go back to.",
      command: goodCommit.write(options.stage, process.env.GITHUB_SHA ?? current()),
    },
  ],
  options,
);
