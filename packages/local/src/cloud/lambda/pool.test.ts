import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createCrashPoints } from "./crash-points.ts";
import { LambdaPool } from "./pool.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "vixen-pool-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("a function has as many workers as it may, and an event over that waits for one of them", async () => {
  const file = join(folder, "handler.mjs");
  writeFileSync(file, "let count = 0;\nexport const handler = async () => (count += 1);\n");
  const lambda = {
    ...{ arn: "arn:aws:lambda:us-east-1:0:function:counts", name: "counts", slug: "counts" },
    ...{ handler: "handler.handler", path: "handler", file, exported: "handler" },
    ...{ timeoutSeconds: 30, memoryMegabytes: 128, environment: {}, deadLetterArn: undefined },
    compileCache: join(folder, "cache"),
  };
  const pool = new LambdaPool([lambda], createCrashPoints(join(folder, "crashes.jsonl")), 8, 2);
  const events = Array.from({ length: 6 }, () => pool.invoke(lambda.arn, "{}", { source: "test" }));
  expect(pool.statistics()).toMatchObject({ workers: 2, busy: 2, waiting: 4 });
  const answers = await Promise.all(events);
  expect(answers.map(({ ok }) => ok)).toEqual(Array.from({ length: 6 }, () => true));
  expect(pool.statistics()).toMatchObject({ workers: 2, busy: 0, waiting: 0 });
  await pool.stop();
});
