import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type Client, clientOf, eventually } from "./fixture/client.ts";
import { synthesiseFixture } from "./fixture/synthesise.ts";

const main = fileURLToPath(new URL("../../src/cloud/main.ts", import.meta.url));
const parent = mkdtempSync(join(tmpdir(), "vixen-restart-"));
let assembly: string;
let running: ChildProcess | undefined;

type Started = { api: string; child: ChildProcess; client: Client };

async function start(): Promise<Started> {
  const options = [
    "--dir",
    parent,
    "--assembly",
    assembly,
    "--time-scale",
    "20",
    "--secrets",
    join(parent, "secrets.json"),
    "--no-database",
  ];
  const child = spawn(process.execPath, [main, ...options], { stdio: ["ignore", "pipe", "inherit"] });
  running = child;
  let text = "";
  for await (const chunk of child.stdout) {
    text += String(chunk);
    if (text.includes("\n")) break;
  }
  const { api } = JSON.parse(text) as { api: string };
  return { api, child, client: clientOf(api) };
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill("SIGKILL");
  await once(child, "exit");
}

beforeAll(async () => {
  assembly = await synthesiseFixture(parent);
});
afterEach(async () => {
  if (running && running.exitCode === null && running.signalCode === null) await kill(running);
});
afterAll(() => rmSync(parent, { recursive: true, force: true }));

test("kill -9 loses no message, no accepted event and no execution, and keeps the address", async () => {
  const first = await start();
  await first.client.act("start", { name: "e1", input: { subject: "restart" } });
  const oldToken = await eventually(
    () => first.client.valueOf("token restart"),
    (value) => value !== undefined,
  );
  // Of three messages one is held by a worker, which dies in the middle of it.
  await Promise.all(["r1", "r2"].map((id) => first.client.act("send", { id })));
  await eventually(
    async () => [await first.client.seen("work r1"), await first.client.seen("work r2")],
    (seen) => seen.join() === "1,1",
  );
  await first.client.act("send", { id: "held", hold: 4000 });
  await eventually(
    () => first.client.state(),
    ({ queues }) => queues[0]?.inFlight === 1,
  );
  await kill(first.child);

  const second = await start();
  expect(second.api).toBe(first.api);
  await eventually(
    () => second.client.seen("work held"),
    (seen) => seen === 1,
  );
  expect([await second.client.seen("work r1"), await second.client.seen("work held")]).toEqual([1, 1]);
  // The machine began again: its step ran twice and handed out a new token; the old one is worthless.
  const token = await eventually(
    () => second.client.valueOf("token restart"),
    (value) => value !== oldToken,
  );
  expect(await second.client.seen("step restart prepare")).toBe(2);
  expect((await second.client.act("succeed", { token: oldToken })).body).toMatchObject({
    name: "TaskTimedOut",
  });
  expect((await second.client.act("succeed", { token })).status).toBe(200);
  const ended = await eventually(
    () => second.client.state(),
    ({ executions }) => executions.find((one) => one.name === "e1")?.status === "SUCCEEDED",
  );
  expect(ended.executions).toHaveLength(1);
}, 60_000);

test("an event that was accepted right before the machine died is delivered after the restart", async () => {
  const first = await start();
  await first.client.post("/crash-points", { name: "after put", hit: 1 });
  await expect(first.client.act("event", { type: "thing.done", id: "crashed" })).rejects.toThrow();
  await once(first.child, "exit").catch(() => undefined);
  const file = join(parent, "cloud", "crashes.jsonl");
  expect(existsSync(file) && readFileSync(file, "utf8")).toContain('"name":"after put"');

  const second = await start();
  await eventually(
    () => second.client.seen("notify crashed"),
    (seen) => seen >= 1,
  );
  expect((await second.client.state()).crashPoints.crashes).toHaveLength(1);
}, 60_000);

test("it ends by itself when asked to", async () => {
  const { child } = await start();
  child.kill("SIGTERM");
  const [code] = (await once(child, "exit")) as [number | null];
  expect(code).toBe(0);
}, 30_000);
