import { Worker } from "node:worker_threads";
import { loginRole } from "./roles.ts";

export interface WorkerInput {
  folder: string | undefined;
  port: number;
  lockTimeoutMs: number;
}

interface PostgresOptions {
  /** Where the database lives; without it, in memory. */
  dir?: string;
  /** 0 or nothing: a free one. */
  port?: number;
  /** How long a statement waits for another connection's transaction before it fails with 55P03. */
  lockTimeoutMs?: number;
}

export interface RunningPostgres {
  /** For the product: a login without any right on tables. */
  url: string;
  /** For migrations: the superuser. */
  adminUrl: string;
  stop(): Promise<void>;
}

/**
 * Starts the embedded database in a thread of its own: on the caller's thread its queries would hold up
 * everything else. An engine that breaks later is an uncaught error, since nothing can go on without it.
 */
export async function startPostgres(options: PostgresOptions = {}): Promise<RunningPostgres> {
  const workerData: WorkerInput = {
    folder: options.dir,
    port: options.port ?? 0,
    lockTimeoutMs: options.lockTimeoutMs ?? 10_000,
  };
  // Not the caller's command line: a test runner's or an --eval's would not fit the thread.
  const settings = { workerData, name: "postgres", execArgv: [] };
  const worker = new Worker(new URL("./worker.ts", import.meta.url), settings);
  // Not events.once: it would also listen to "error", and so hide an engine that breaks later.
  const exited = new Promise((done) => worker.once("exit", done));
  const port = await new Promise<number>((done, fail) => {
    let reason: unknown;
    worker.once("error", (error) => {
      reason = error;
    });
    // Not before the thread has ended: then its folder is free for a caller who tries another port.
    worker.once("exit", (status) => {
      fail(reason ?? new Error(`the database ended with ${status} while it started`));
    });
    worker.once("message", (ready: { port: number }) => {
      worker.removeAllListeners("error");
      done(ready.port);
    });
  });
  return {
    url: `postgres://${loginRole}@127.0.0.1:${port}/vixen`,
    adminUrl: `postgres://postgres@127.0.0.1:${port}/vixen`,
    async stop() {
      worker.postMessage("stop");
      await exited;
    },
  };
}
