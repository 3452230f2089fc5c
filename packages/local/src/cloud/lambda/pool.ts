/**
 * The worker threads of all functions under one cap. A worker handles one event at a time. Requests of people go
 * before queue work, and two workers are kept free of queue work, so that a busy batch does not make a page wait.
 */

import { randomUUID } from "node:crypto";
import { cpus, totalmem } from "node:os";
import type { CrashPoints } from "./crash-points.ts";
import type { LambdaFunction } from "./function.ts";
import { InvocationLog } from "./invocation-log.ts";
import type { Invocation } from "./protocol.ts";
import { Sandbox } from "./sandbox.ts";

export type Priority = "interactive" | "background";
export type InvokeOptions = { source: string; priority?: Priority };

type Waiter = { lambda: LambdaFunction; priority: Priority; grant: (sandbox: Sandbox | undefined) => void };

/** Below this a worker of another function is not given up: starting one costs 100 ms of a busy core, the site's a second. */
const keepIdleMilliseconds = 10_000;

/**
 * Workers one function may have. An event that comes while all are busy waits for one of them: without this limit
 * a batch started a worker for nearly every message, and each start costs as much as ten warm messages. Lambda begins
 * a queue with five batches at a time too; with four the last ten of fifty hooks waited for the first ten.
 */
const workersPerFunction = (): number => Math.max(5, cpus().length);

/** What a worker was seen to hold, with its part of what all share. */
const bytesPerWorker = 90 * 1024 ** 2;

/**
 * Enough for the five functions that work on a batch at once, so that none is given up for another in between, and
 * where a quarter of the memory holds them, one more for each function: with fewer, schedules and setups took each
 * other's places, and half a core did nothing but start workers.
 */
export function defaultWorkers(functions: number): number {
  const least = 5 * workersPerFunction();
  return Math.max(least, Math.min(least + functions, Math.floor(totalmem() / 4 / bytesPerWorker)));
}

export class LambdaPool {
  readonly log = new InvocationLog();
  readonly #functions: Map<string, LambdaFunction>;
  readonly #cap: number;
  readonly #perFunction: number;
  readonly #crashPoints: CrashPoints;
  readonly #idle = new Map<string, Sandbox[]>();
  readonly #all = new Set<Sandbox>();
  readonly #waiting: Waiter[] = [];
  readonly #freed = new Set<() => void>();
  #background = 0;
  /** A worker of another function becomes replaceable by age alone, which no event tells. */
  readonly #clock: NodeJS.Timeout;
  #isStopped = false;

  constructor(
    functions: LambdaFunction[],
    crashPoints: CrashPoints,
    cap = defaultWorkers(functions.length),
    perFunction = workersPerFunction(),
  ) {
    this.#functions = new Map(functions.map((lambda) => [lambda.arn, lambda]));
    this.#cap = Math.max(3, cap);
    this.#perFunction = perFunction;
    this.#crashPoints = crashPoints;
    this.#clock = setInterval(() => this.#serveWaiting(), 250);
    this.#clock.unref();
    crashPoints.onChange(() => {
      for (const sandbox of this.#all) sandbox.arm(crashPoints);
    });
  }

  get functions(): LambdaFunction[] {
    return [...this.#functions.values()];
  }

  /** Finds by ARN, by ARN with a qualifier, by partial ARN or by name, as Lambda does. */
  find(reference: string): LambdaFunction | undefined {
    const exact = this.#functions.get(reference);
    if (exact) return exact;
    const name = reference.match(/function:([^:]+)/)?.[1] ?? reference;
    return this.functions.find((lambda) => lambda.name === name);
  }

  statistics(): { cap: number; workers: number; busy: number; waiting: number } {
    const idle = [...this.#idle.values()].reduce((sum, list) => sum + list.length, 0);
    return {
      cap: this.#cap,
      workers: this.#all.size,
      busy: this.#all.size - idle,
      waiting: this.#waiting.length,
    };
  }

  /** Resolves when a queue could have a worker for this function at once. */
  async untilFree(lambda: LambdaFunction): Promise<void> {
    while (!this.#isStopped && (this.#waiting.length > 0 || !this.#hasRoom(lambda, "background"))) {
      await new Promise<void>((resolve) => this.#freed.add(resolve));
    }
  }

  async invoke(reference: string, payload: string, options: InvokeOptions): Promise<Invocation> {
    const requestId = randomUUID();
    const lambda = this.find(reference);
    if (!lambda) {
      const error = {
        errorType: "ResourceNotFoundException",
        errorMessage: `Function not found: ${reference}`,
      };
      return { ok: false, requestId, error };
    }
    const priority = options.priority ?? "background";
    const sandbox = await this.#acquire(lambda, priority);
    if (!sandbox) {
      const errorMessage = this.#isStopped
        ? "The cloud is stopping"
        : `No bundle for handler ${lambda.handler}`;
      return { ok: false, requestId, error: { errorType: "Runtime.ImportModuleError", errorMessage } };
    }
    const began = performance.now();
    const record = this.log.begin(requestId, lambda.slug, options.source, sandbox.invocations === 0);
    sandbox.invocations += 1;
    await sandbox.ready;
    const { invocation, outcome } = await sandbox.run(requestId, payload, (line) =>
      this.log.line(record, line),
    );
    const problem = invocation.ok
      ? undefined
      : `${invocation.error.errorType}: ${invocation.error.errorMessage}`;
    this.log.end(record, outcome, performance.now() - began, problem);
    if (priority === "background") this.#background -= 1;
    this.#release(sandbox);
    return invocation;
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearInterval(this.#clock);
    for (const waiter of this.#waiting.splice(0)) waiter.grant(undefined);
    this.#announce();
    await Promise.all([...this.#all].map((sandbox) => sandbox.terminate()));
  }

  #hasRoom(lambda: LambdaFunction, priority: Priority): boolean {
    if (priority === "background" && this.#background >= this.#cap - 2) return false;
    if (this.#idle.get(lambda.arn)?.length) return true;
    if (this.#own(lambda) >= this.#perFunction) return false;
    return this.#all.size < this.#cap || this.#evictable(lambda) !== undefined;
  }

  #own(lambda: LambdaFunction): number {
    let count = 0;
    for (const sandbox of this.#all) if (sandbox.lambda.arn === lambda.arn) count += 1;
    return count;
  }

  /** The longest unused idle worker of another function, if giving it up is worth a cold start. */
  #evictable(lambda: LambdaFunction): Sandbox | undefined {
    const limit = this.#own(lambda) > 0 ? Date.now() - keepIdleMilliseconds : Number.POSITIVE_INFINITY;
    return [...this.#idle.values()]
      .flat()
      .filter((sandbox) => sandbox.lastUsed <= limit)
      .reduce<Sandbox | undefined>(
        (oldest, one) => (!oldest || one.lastUsed < oldest.lastUsed ? one : oldest),
        undefined,
      );
  }

  /** Takes or starts a worker now, if there is room. */
  #take(lambda: LambdaFunction): Sandbox | undefined {
    const idle = this.#idle.get(lambda.arn);
    for (let own = idle?.pop(); own; own = idle?.pop()) {
      if (!own.isDead) return own;
      this.#drop(own);
    }
    if (!lambda.file) return undefined;
    if (this.#all.size >= this.#cap) {
      const victim = this.#evictable(lambda);
      if (!victim) return undefined;
      const list = this.#idle.get(victim.lambda.arn) ?? [];
      this.#idle.set(
        victim.lambda.arn,
        list.filter((sandbox) => sandbox !== victim),
      );
      this.#drop(victim);
    }
    const sandbox = new Sandbox(lambda, lambda.file, this.#crashPoints);
    this.#all.add(sandbox);
    return sandbox;
  }

  #grant(lambda: LambdaFunction, priority: Priority): Sandbox | undefined {
    const sandbox = this.#hasRoom(lambda, priority) ? this.#take(lambda) : undefined;
    if (sandbox && priority === "background") this.#background += 1;
    return sandbox;
  }

  #acquire(lambda: LambdaFunction, priority: Priority): Promise<Sandbox | undefined> {
    if (this.#isStopped || !lambda.file) return Promise.resolve(undefined);
    const sandbox = this.#grant(lambda, priority);
    if (sandbox) return Promise.resolve(sandbox);
    return new Promise((grant) => {
      const waiter: Waiter = { lambda, priority, grant };
      const firstBackground = this.#waiting.findIndex((other) => other.priority === "background");
      if (priority === "interactive" && firstBackground >= 0)
        this.#waiting.splice(firstBackground, 0, waiter);
      else this.#waiting.push(waiter);
    });
  }

  #release(sandbox: Sandbox): void {
    if (sandbox.isDead || this.#isStopped) this.#drop(sandbox);
    else {
      const list = this.#idle.get(sandbox.lambda.arn);
      if (list) list.push(sandbox);
      else this.#idle.set(sandbox.lambda.arn, [sandbox]);
    }
    this.#serveWaiting();
  }

  /** Gives free workers to those who wait, in their order; one whose function has no room does not block the rest. */
  #serveWaiting(): void {
    for (const waiter of [...this.#waiting]) {
      const granted = this.#grant(waiter.lambda, waiter.priority);
      if (!granted) continue;
      this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
      waiter.grant(granted);
    }
    this.#announce();
  }

  #drop(sandbox: Sandbox): void {
    this.#all.delete(sandbox);
    void sandbox.terminate();
  }

  #announce(): void {
    const listeners = [...this.#freed];
    this.#freed.clear();
    for (const listener of listeners) listener();
  }
}
