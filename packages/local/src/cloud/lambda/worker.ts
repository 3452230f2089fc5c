/** One Lambda sandbox: loads a bundle once and handles one event at a time. Runs in a worker thread. */

import { appendFileSync } from "node:fs";
import { enableCompileCache, flushCompileCache } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parentPort, workerData } from "node:worker_threads";
import type { CrashPoint, FromWorker, FunctionError, ToWorker, WorkerStart } from "./protocol.ts";

const start = workerData as WorkerStart;
const port = parentPort;
if (!port) throw new Error("lambda/worker.ts runs in a worker thread only.");
const tell = (message: FromWorker) => port.postMessage(message);

/** Everything printed becomes a log line of the invocation, whichever stream it was written to. */
function captureOutput(): void {
  let rest = "";
  const write = (chunk: unknown): boolean => {
    const lines = (
      rest + (typeof chunk === "string" ? chunk : Buffer.from(chunk as Uint8Array).toString())
    ).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) tell({ type: "log", line });
    return true;
  };
  for (const stream of [process.stdout, process.stderr]) {
    stream.write = ((chunk: unknown, ...others: unknown[]) => {
      const answered = write(chunk);
      const callback = others.find((entry) => typeof entry === "function") as (() => void) | undefined;
      if (callback) queueMicrotask(callback);
      return answered;
    }) as typeof stream.write;
  }
}

let armed: CrashPoint[] = start.armed;
const remaining = new Int32Array(start.remaining);

/** The hook of `kit/crash-point.ts`: dies on the spot, so that what follows the point never happens. */
function installCrashPoints(): void {
  const hook = (name: string): void => {
    tell({ type: "crash-point", name });
    for (const point of armed) {
      if (point.name !== name || Atomics.sub(remaining, point.index, 1) !== 1) continue;
      const line = JSON.stringify({ name, at: new Date().toISOString(), worker: point.worker });
      appendFileSync(start.crashFile, `${line}\n`);
      if (point.worker) process.exit(1);
      process.kill(process.pid, "SIGKILL");
      // The signal needs a moment; nothing of the product may run in it.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    }
  };
  (globalThis as Record<symbol, unknown>)[Symbol.for("vixen.crash-point")] = hook;
}

/**
 * On Lambda a function begins in its own folder. Threads share one working directory and may not change it, so
 * code that asks or changes it (Next.js does both) is answered from here; relative file names stay the process's.
 */
function keepOwnDirectory(): void {
  let directory = process.env.LAMBDA_TASK_ROOT || process.cwd();
  process.cwd = () => directory;
  process.chdir = (to) => {
    directory = resolve(directory, to);
  };
}

function describe(error: unknown): FunctionError {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error) };
  return {
    errorType: error.name,
    errorMessage: error.message,
    trace: error.stack?.split("\n").slice(0, 30) ?? [],
  };
}

type Handler = (event: unknown, context: unknown) => unknown;

async function loadHandler(): Promise<Handler> {
  const module = (await import(pathToFileURL(start.file).href)) as Record<string, unknown>;
  const found =
    module[start.exported] ?? (module.default as Record<string, unknown> | undefined)?.[start.exported];
  if (typeof found === "function") return found as Handler;
  const error = new Error(`${start.exported} is undefined or not exported`);
  error.name = "Runtime.HandlerNotFound";
  throw error;
}

function contextOf(requestId: string, deadline: number): Record<string, unknown> {
  return {
    awsRequestId: requestId,
    functionName: start.functionName,
    functionVersion: "$LATEST",
    invokedFunctionArn: start.functionArn,
    memoryLimitInMB: String(start.memoryMegabytes),
    logGroupName: `/aws/lambda/${start.functionName}`,
    logStreamName: "laptop",
    callbackWaitsForEmptyEventLoop: false,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
}

captureOutput();
installCrashPoints();
keepOwnDirectory();
// A folder that cannot be written to only means that every worker compiles for itself.
enableCompileCache(start.compileCache);
const began = performance.now();
try {
  const handler = await loadHandler();
  // Now, for a worker ends without notice. Writes only what is not there yet.
  flushCompileCache();
  port.on("message", async (message: ToWorker) => {
    if (message.type === "arm") {
      armed = message.armed;
      return;
    }
    const { requestId, payload, deadline } = message;
    try {
      const answer = await handler(JSON.parse(payload), contextOf(requestId, deadline));
      tell({ type: "done", requestId, payload: JSON.stringify(answer ?? null) });
    } catch (error) {
      tell({ type: "error", requestId, error: describe(error) });
    }
  });
  tell({ type: "ready", milliseconds: performance.now() - began });
} catch (error) {
  tell({ type: "failed", error: describe(error) });
}
