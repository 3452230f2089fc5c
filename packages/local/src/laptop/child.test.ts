import { spawn } from "node:child_process";
import { once } from "node:events";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { expect, onTestFinished, test } from "vitest";
import { temporaryFolder } from "../sandbox/testing/sandbox-test.ts";

const source = resolve(import.meta.dirname, "..");

/** A process that starts a sandbox as a laptop does, and tells its address and process. */
async function parentOfSandbox() {
  const dir = await temporaryFolder();
  const script = `
    const { startChild } = await import(${JSON.stringify(join(source, "laptop/child.ts"))});
    const child = await startChild(
      ${JSON.stringify(join(source, "sandbox/main.ts"))}, ["--dir", ${JSON.stringify(dir)}], ${JSON.stringify(join(dir, "log"))},
    );
    console.log(JSON.stringify({ url: child.ready.url, pid: child.process.pid }));
  `;
  const parent = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = (await once(createInterface({ input: parent.stdout }), "line")) as [string];
  const { url, pid } = JSON.parse(line) as { url: string; pid: number };
  onTestFinished(() => {
    for (const id of [parent.pid ?? 0, pid]) if (isAlive(id)) process.kill(id, "SIGKILL");
  });
  return { parent, url, pid };
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test("a child whose parent is killed with -9 ends by itself", async () => {
  const { parent, url, pid } = await parentOfSandbox();
  expect((await fetch(`${url}/__health`)).status).toBe(200);
  parent.kill("SIGKILL");
  await once(parent, "exit");
  await expect.poll(() => isAlive(pid), { timeout: 20_000, interval: 50 }).toBe(false);
  await expect(fetch(`${url}/__health`)).rejects.toThrow();
}, 60_000);
