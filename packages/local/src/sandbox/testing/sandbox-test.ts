import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";
import { type SandboxOptions, startSandbox } from "../sandbox.ts";

/** A sandbox on free ports in a folder of its own, gone with the test. */
export async function sandboxForTest(options: Partial<SandboxOptions> = {}) {
  const dir = options.dir ?? (await temporaryFolder());
  const sandbox = await startSandbox({ timeScale: 20, ...options, dir });
  let isClosed = false;
  const close = async () => {
    if (isClosed) return;
    isClosed = true;
    await sandbox.close();
  };
  onTestFinished(close);
  return { ...sandbox, dir, close };
}

export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "vixen-sandbox-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export async function json(
  url: string,
  init?: { method?: string; body?: unknown; headers?: Record<string, string> },
) {
  const response = await fetch(url, {
    method: init?.method ?? (init?.body === undefined ? "GET" : "POST"),
    ...(init?.headers ? { headers: init.headers } : {}),
    ...(init?.body === undefined ? {} : { body: JSON.stringify(init.body) }),
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Body };
}
// biome-ignore lint/suspicious/noExplicitAny: answers of many shapes, each checked by what the test expects of it
type Body = any;

/** Waits for what must come true; a test that waits for nothing runs into its own time limit. */
export async function until<Value>(
  check: () => Value | undefined | Promise<Value | undefined>,
): Promise<Value> {
  for (;;) {
    const value = await check();
    if (value !== undefined && value !== false) return value;
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
}

export type Received = { url: string; headers: IncomingHttpHeaders; body: string };

/** Somebody who receives webhooks; answers with what `status` says for the n-th of them. */
export async function receiver(status: (n: number) => number = () => 200) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      received.push({
        url: request.url ?? "",
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      });
      response.writeHead(status(received.length)).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return { received, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook` };
}
