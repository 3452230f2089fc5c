import { refuseHalfPrepared } from "./prepared.ts";
import { readOptions, sst, take } from "./step.ts";

const options = readOptions();

await take(
  [
    {
      why: "Check that sharp's arm64 package, WEB_ORIGIN and ALARM_EMAIL are there.",
      work: () => refuseHalfPrepared(options.stage),
    },
    {
      why: "Deploy every stack. The database's is up to date already; addresses land in .sst/outputs.json.",
      command: sst("deploy", "--stage", options.stage),
    },
  ],
  options,
);
