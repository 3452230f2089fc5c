import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createCrashPoints } from "../lambda/crash-points.ts";
import type { LambdaFunction } from "../lambda/function.ts";
import { LambdaPool } from "../lambda/pool.ts";
import { createSite } from "./site.ts";

const folder = mkdtempSync(join(tmpdir(), "vixen-site-"));
const server: LambdaFunction = {
  arn: "arn:aws:lambda:eu-west-1:123456789012:function:site",
  name: "site",
  slug: "site",
  handler: "index.handler",
  path: folder,
  file: join(folder, "index.mjs"),
  exported: "handler",
  timeoutSeconds: 5,
  memoryMegabytes: 128,
  environment: {},
  compileCache: join(folder, "cache"),
  deadLetterArn: undefined,
};
let pool: LambdaPool;
let site: ReturnType<typeof createSite>;
let origin: string;

beforeAll(async () => {
  mkdirSync(join(folder, "_assets"));
  writeFileSync(join(folder, "_assets", "unavailable.html"), "<h1>Try again</h1>");
  writeFileSync(
    join(folder, "index.mjs"),
    'export const handler = () => { throw new Error("on purpose"); };',
  );
  pool = new LambdaPool([server], createCrashPoints(join(folder, "crash.json")));
  const place = { account: "123456789012", region: "eu-west-1" } as Parameters<typeof createSite>[0]["place"];
  site = createSite({ server, folders: [folder], pool, place });
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
});

afterAll(async () => {
  site.closeAllConnections();
  site.close();
  await pool.stop();
  rmSync(folder, { recursive: true, force: true });
});

test("a page whose function failed is the site's own page that says so, as behind CloudFront", async () => {
  const answer = await fetch(`${origin}/avatars`);
  expect(answer.status).toBe(502);
  expect(answer.headers.get("content-type")).toBe("text/html; charset=utf-8");
  expect(await answer.text()).toBe("<h1>Try again</h1>");
});
