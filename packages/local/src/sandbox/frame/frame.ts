import { randomBytes } from "node:crypto";
import path from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { type CallLog, createCallLog } from "./call-log.ts";
import { openDatabase } from "./database.ts";
import { createFaultEngine, type FaultEngine } from "./faults.ts";
import { createPurchases, type Purchases } from "./purchases.ts";
import { createScaledClock, type ScaledClock } from "./scaled-clock.ts";

/** What every simulated provider shares. */
export type Frame = {
  directory: string;
  seed: number;
  clock: ScaledClock;
  database: DatabaseSync;
  calls: CallLog;
  faults: FaultEngine;
  purchases: Purchases;
  /** Known once the servers listen. */
  urls: { url: string; s3Url: string };
  /** `answerTime`: share of its nominal time a language model takes to answer; 0 answers at once. */
  settings: { answerTime: number };
  /** Header value by which one provider's own downloads from another are spared faults and the call log. */
  insideToken: string;
};

export const insideHeader = "x-sandbox-inside";

export function createFrame(options: { dir: string; timeScale: number; seed: number }): Frame {
  const directory = path.join(options.dir, "sandbox");
  const database = openDatabase(directory);
  return {
    directory,
    seed: options.seed,
    clock: createScaledClock(options.timeScale),
    database,
    calls: createCallLog(database),
    faults: createFaultEngine(database),
    purchases: createPurchases(database),
    urls: { url: "", s3Url: "" },
    settings: { answerTime: 1 },
    insideToken: randomBytes(16).toString("hex"),
  };
}
