import { goodCommit } from "./good-commit.ts";
import { readOptions, take } from "./step.ts";

const options = readOptions();

await take(
  [
    {
      why: "Remember this commit as the one to go back to.",
      command: goodCommit.write(options.stage, process.env.GITHUB_SHA ?? "<commit>"),
    },
  ],
  options,
);
