import type { z } from "zod";
import * as Actor from "./actor.ts";
import { deadline } from "./clock.ts";
import { afterCommit, sql } from "./db.ts";
import type { EventDefinition } from "./event.ts";
import { createId } from "./id.ts";
import { leaseTime, type OutboxRow } from "./outbox-row.ts";
import { type QueueMessage, type QueueName, queues } from "./queue.ts";

type Row = {
  destination: "bus" | "queue" | "task";
  target: string;
  body: unknown;
  delaySeconds?: number;
};

/** Puts an event on the bus once the current transaction commits. */
export async function publish<Schema extends z.ZodType>(
  definition: EventDefinition<Schema>,
  body: z.input<Schema>,
): Promise<void> {
  await write([{ destination: "bus", target: definition.type, body: definition.schema.parse(body) }]);
}

/** Sends a message to a queue once the current transaction commits, after `delaySeconds` at the earliest. */
export async function send<Name extends QueueName>(
  queue: Name,
  message: QueueMessage<Name>,
  options: { delaySeconds?: number } = {},
): Promise<void> {
  await sendAll(queue, [message], options);
}

/** Like `send`, for many messages in one statement. */
export async function sendAll<Name extends QueueName>(
  queue: Name,
  messages: QueueMessage<Name>[],
  options: { delaySeconds?: number } = {},
): Promise<void> {
  await write(
    messages.map((message) => ({
      destination: "queue" as const,
      target: queue,
      body: queues[queue].schema.parse(message),
      ...options,
    })),
  );
}

/** Answers a state machine's waiting task once the current transaction commits; `token` is as a row keeps it, sealed. */
export async function resolveTask(
  token: string,
  result: { output: Record<string, unknown> } | { error: string; cause: string },
): Promise<void> {
  await write([{ destination: "task", target: token, body: result }]);
}

/**
 * Rows are born leased to this process, which delivers them right after the commit; if it dies first, the
 * lease runs out and the relay's sweep finds them.
 */
async function write(rows: Row[]): Promise<void> {
  if (rows.length === 0) return;
  const actor = Actor.use();
  const ownerId = actor.type === "user" ? actor.userId : null;
  const leasedUntil = deadline(leaseTime);
  const claimed: OutboxRow[] = rows.map(({ destination, target, body, delaySeconds = 0 }) => {
    const id = createId("outbox");
    return { id, destination, target, payload: { id, actor, body }, delaySeconds, attempts: 1 };
  });
  const values = claimed.map((row) => ({
    ...row,
    ownerId,
    leasedUntil,
    payload: sql.json(row.payload as never),
  }));
  await sql`insert into outbox ${sql(values)}`;
  // The relay brings three clients of AWS with it, which a request that only reads never needs.
  afterCommit(async () => (await import("./relay.ts")).deliverAll(claimed));
}
