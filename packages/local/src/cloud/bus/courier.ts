/**
 * Carries payloads to functions (asynchronously), queues and state machines. A delivery is written down before
 * anyone is told it was accepted, and crossed out when its target took it, so `kill -9` in between repeats it
 * and never loses it.
 */

import { randomUUID } from "node:crypto";
import type { Journal } from "../journal.ts";
import type { LambdaPool } from "../lambda/pool.ts";
import { type Queues, queueNameOf } from "../queue/queues.ts";

export type Delivery = {
  id: string;
  target: string;
  payload: string;
  origin: string;
  attempts: number;
  dueAt: number;
};
export type NewDelivery = { id?: string; target: string; payload: string; origin: string };

/** Starts a state machine for a rule; a repeated delivery has the same name and so starts nothing twice. */
export type StartMachine = (machineArn: string, name: string, input: string) => void;

/** What a function's asynchronous calls may cost: Lambda's own defaults unless the template says otherwise. */
export type AsyncConfig = { maximumRetries: number; onFailureArn: string | undefined };

/** Lambda waits one minute before the first retry of an asynchronous call and two before the second. */
const retryMilliseconds = (attempt: number, timeScale: number) =>
  Math.max(50, (attempt * 60_000) / timeScale);

export class Courier {
  readonly #journal: Journal;
  readonly #pool: LambdaPool;
  readonly #queues: Queues;
  readonly #asyncConfig: (functionArn: string) => AsyncConfig;
  readonly #timeScale: number;
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #running = new Map<string, Delivery>();
  startMachine: StartMachine = () => {
    throw new Error("No state machine is running yet.");
  };
  #isStopped = false;

  constructor(options: {
    journal: Journal;
    pool: LambdaPool;
    queues: Queues;
    asyncConfig: (functionArn: string) => AsyncConfig;
    timeScale: number;
  }) {
    this.#journal = options.journal;
    this.#pool = options.pool;
    this.#queues = options.queues;
    this.#asyncConfig = options.asyncConfig;
    this.#timeScale = options.timeScale;
  }

  /** Writes deliveries down. Call inside the transaction that accepts the event; `carry` them after its commit. */
  write(items: NewDelivery[]): Delivery[] {
    const insert = this.#journal.database.prepare(
      "insert into deliveries (id, target, payload, origin, due_at) values (?, ?, ?, ?, ?)",
    );
    return items.map((item) => {
      const delivery = { attempts: 0, dueAt: Date.now(), ...item, id: item.id ?? randomUUID() };
      insert.run(delivery.id, delivery.target, delivery.payload, delivery.origin, delivery.dueAt);
      return delivery;
    });
  }

  accept(item: NewDelivery): void {
    for (const delivery of this.write([item])) this.carry(delivery);
  }

  /** Takes up what an earlier process left unfinished. */
  resume(): number {
    const rows = this.#journal.database
      .prepare("select id, target, payload, origin, attempts, due_at from deliveries order by due_at")
      .all();
    for (const row of rows) {
      const { id, target, payload, origin } = row as Record<string, string>;
      const at = { attempts: Number(row.attempts), dueAt: Number(row.due_at) };
      this.carry({ id: id ?? "", target: target ?? "", payload: payload ?? "", origin: origin ?? "", ...at });
    }
    return rows.length;
  }

  carry(delivery: Delivery): void {
    if (this.#isStopped) return;
    this.#running.set(delivery.id, delivery);
    const wait = delivery.dueAt - Date.now();
    if (wait <= 0) {
      void this.#attempt(delivery);
      return;
    }
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      void this.#attempt(delivery);
    }, wait);
    this.#timers.add(timer);
  }

  /** Whether a delivery to this target from this origin is still under way. */
  isUnderWay(target: string, origin: string): boolean {
    return [...this.#running.values()].some(
      (delivery) => delivery.target === target && delivery.origin === origin,
    );
  }

  pending(): Delivery[] {
    return [...this.#running.values()];
  }

  stop(): void {
    this.#isStopped = true;
    for (const timer of this.#timers) clearTimeout(timer);
  }

  async #attempt(delivery: Delivery): Promise<void> {
    try {
      const error = await this.#deliver(delivery);
      if (this.#isStopped) return;
      if (error === undefined) this.#cross(delivery);
      else this.#again(delivery, error);
    } catch (error) {
      if (!this.#isStopped) this.#again(delivery, error instanceof Error ? error.message : String(error));
    }
  }

  /** `undefined` when the target took it, else what went wrong. */
  async #deliver(delivery: Delivery): Promise<string | undefined> {
    const { target, payload, origin } = delivery;
    if (target.includes(":sqs:")) {
      this.#queues.send(queueNameOf(target), payload);
      return undefined;
    }
    if (target.includes(":states:")) {
      this.startMachine(target, delivery.id, payload);
      return undefined;
    }
    if (!target.includes(":lambda:")) throw new Error(`No way to deliver to ${target}`);
    const invocation = await this.#pool.invoke(target, payload, { source: origin });
    return invocation.ok ? undefined : `${invocation.error.errorType}: ${invocation.error.errorMessage}`;
  }

  #cross({ id }: Delivery): void {
    this.#running.delete(id);
    this.#journal.database.prepare("delete from deliveries where id = ?").run(id);
  }

  #again(delivery: Delivery, error: string): void {
    const { maximumRetries, onFailureArn } = this.#asyncConfig(delivery.target);
    const attempts = delivery.attempts + 1;
    if (attempts > maximumRetries) {
      if (onFailureArn?.includes(":sqs:")) this.#queues.send(queueNameOf(onFailureArn), delivery.payload);
      else
        console.error(
          `gave up after ${attempts} attempts: ${delivery.origin} → ${delivery.target}: ${error}`,
        );
      this.#cross(delivery);
      return;
    }
    const dueAt = Date.now() + retryMilliseconds(attempts, this.#timeScale);
    this.#journal.database
      .prepare("update deliveries set attempts = ?, due_at = ? where id = ?")
      .run(attempts, dueAt, delivery.id);
    this.carry({ ...delivery, attempts, dueAt });
  }
}
