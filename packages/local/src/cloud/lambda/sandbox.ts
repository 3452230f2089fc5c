/** One worker thread of a function, as the pool sees it. */

import { Worker } from "node:worker_threads";
import type { CrashPoints } from "./crash-points.ts";
import type { LambdaFunction } from "./function.ts";
import type { FromWorker, FunctionError, Invocation, ToWorker, WorkerStart } from "./protocol.ts";

export type Ended = { invocation: Invocation; outcome: "ok" | "error" | "timeout" | "crash" };

type Running = {
  requestId: string;
  finish: (ended: Ended) => void;
  timer: NodeJS.Timeout;
  log: (line: string) => void;
};

export class Sandbox {
  readonly lambda: LambdaFunction;
  readonly ready: Promise<void>;
  lastUsed = Date.now();
  isDead = false;
  invocations = 0;
  readonly #worker: Worker;
  #running: Running | undefined;
  #startError: FunctionError | undefined;
  /** Printed while the bundle loaded, or after an answer: shown with the next invocation. */
  #earlyLines: string[] = [];

  constructor(lambda: LambdaFunction, file: string, crashPoints: CrashPoints) {
    this.lambda = lambda;
    const workerData: WorkerStart = {
      file,
      exported: lambda.exported,
      functionArn: lambda.arn,
      functionName: lambda.name,
      memoryMegabytes: lambda.memoryMegabytes,
      remaining: crashPoints.remaining,
      armed: crashPoints.armed(),
      crashFile: crashPoints.file,
      compileCache: lambda.compileCache,
    };
    this.#worker = new Worker(new URL("./worker.ts", import.meta.url), {
      workerData,
      env: lambda.environment,
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: Math.max(lambda.memoryMegabytes, 128) },
    });
    this.ready = new Promise((resolve) => {
      this.#worker.on("message", (message: FromWorker) => {
        if (message.type === "ready") resolve();
        else if (message.type === "failed") {
          this.#startError = message.error;
          resolve();
        } else if (message.type === "crash-point") crashPoints.passed(message.name);
        else this.#hear(message);
      });
      this.#worker.on("error", (error) => {
        this.#fail({
          errorType: "Runtime.ExitError",
          errorMessage: error.message,
          trace: error.stack?.split("\n") ?? [],
        });
        resolve();
      });
      this.#worker.on("exit", (code) => {
        this.#fail({
          errorType: "Runtime.ExitError",
          errorMessage: `Runtime exited with error: exit status ${code}`,
        });
        resolve();
      });
    });
  }

  #hear(message: FromWorker): void {
    const running = this.#running;
    if (!running) {
      if (message.type === "log") this.#earlyLines.push(message.line);
      return;
    }
    if (message.type === "log") running.log(message.line);
    else if (message.type === "done") {
      const { requestId, payload } = message;
      this.#settle({ invocation: { ok: true, requestId, payload }, outcome: "ok" });
    } else if (message.type === "error") {
      const { requestId, error } = message;
      this.#settle({ invocation: { ok: false, requestId, error }, outcome: "error" });
    }
  }

  #settle(ended: Ended): void {
    const running = this.#running;
    this.#running = undefined;
    this.lastUsed = Date.now();
    if (!running) return;
    clearTimeout(running.timer);
    running.finish(ended);
  }

  #fail(error: FunctionError): void {
    this.isDead = true;
    this.#startError ??= error;
    const requestId = this.#running?.requestId ?? "";
    this.#settle({ invocation: { ok: false, requestId, error }, outcome: "crash" });
  }

  run(requestId: string, payload: string, log: (line: string) => void): Promise<Ended> {
    return new Promise((finish) => {
      const { timeoutSeconds } = this.lambda;
      const timer = setTimeout(() => {
        this.isDead = true;
        const errorMessage = `${new Date().toISOString()} ${requestId} Task timed out after ${timeoutSeconds.toFixed(2)} seconds`;
        const error = { errorType: "Sandbox.Timedout", errorMessage };
        this.#settle({ invocation: { ok: false, requestId, error }, outcome: "timeout" });
        void this.terminate();
      }, timeoutSeconds * 1000);
      this.#running = { requestId, finish, timer, log };
      for (const line of this.#earlyLines.splice(0)) log(line);
      if (this.#startError) {
        this.isDead = true;
        this.#settle({ invocation: { ok: false, requestId, error: this.#startError }, outcome: "crash" });
        return;
      }
      this.#tell({ type: "invoke", requestId, payload, deadline: Date.now() + timeoutSeconds * 1000 });
    });
  }

  arm(crashPoints: CrashPoints): void {
    this.#tell({ type: "arm", armed: crashPoints.armed() });
  }

  #tell(message: ToWorker): void {
    this.#worker.postMessage(message);
  }

  async terminate(): Promise<void> {
    this.isDead = true;
    await this.#worker.terminate();
  }
}
