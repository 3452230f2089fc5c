import { existsSync } from "node:fs";
import { join } from "node:path";
import { isPermanentStage, readOptions, root, sst, take } from "./step.ts";

const options = readOptions();

/** What would only show after the deployment, as a function that cannot start or a browser that is refused. */
function refuseHalfPrepared() {
  if (!existsSync(join(root, "node_modules/@img/sharp-linux-arm64"))) {
    throw new Error("sharp's arm64 package is missing: run scripts/deploy/install-arm64.ts first.");
  }
  if (isPermanentStage(options.stage) && !process.env.WEB_ORIGIN?.startsWith("https://")) {
    throw new Error("WEB_ORIGIN must be the site's https address: the API allows no other origin.");
  }
}

await take(
  [
    {
      why: "Check that sharp's arm64 package and WEB_ORIGIN are there.",
      work: refuseHalfPrepared,
    },
    {
      why: "Deploy every stack. The database's is up to date already; addresses land in .sst/outputs.json.",
      command: sst("deploy", "--stage", options.stage),
    },
  ],
  options,
);
