import { PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { SendTaskFailureCommand, SendTaskSuccessCommand } from "@aws-sdk/client-sfn";
import { SendMessageBatchCommand } from "@aws-sdk/client-sqs";
import * as Actor from "./actor.ts";
import { eventBridge, sqs, stepFunctions } from "./aws.ts";
import { backoff, deadline } from "./clock.ts";
import { setting } from "./config.ts";
import { crashPoint } from "./crash-point.ts";
import { sql, transaction } from "./db.ts";
import { messageOf } from "./error.ts";
import { log } from "./log.ts";
import { leaseTime, type OutboxRow } from "./outbox-row.ts";
import { type QueueName, queues } from "./queue.ts";
import { openTaskToken } from "./task-token.ts";

type Outcome = { id: string; error?: string | undefined };

// SQS and EventBridge both take ten entries in one call.
const entriesPerCall = 10;

/**
 * Sweeps the outbox: claims what is due under a lease and delivers it. Runs each minute, for what a crash or
 * a refusal left behind.
 * @returns how many rows it found due.
 */
export async function sweep(limit = 500): Promise<number> {
  return Actor.asSystem("relay", async () => {
    const rows = await claim(limit);
    await deliverAll(rows);
    return rows.length;
  });
}

/** Puts rows that the caller holds a lease on, deletes what arrived, and leaves the rest due again later. */
export async function deliverAll(rows: OutboxRow[]): Promise<void> {
  crashPoint("outbox.claimed");
  const outcomes = (await Promise.all(groups(rows).map(deliver))).flat();
  crashPoint("outbox.delivered");
  await Actor.asSystem("relay", () => record(rows, outcomes));
}

/**
 * Seconds since the oldest row was written, whether it is leased, backing off or due: `available_at` moves on with
 * each refusal and would tell nothing. A delay is the queue's to keep, not a reason to lie here. 0 when none waits.
 */
export async function lagSeconds(): Promise<number> {
  return Actor.asSystem("relay", () =>
    transaction(async () => {
      const [row] = await sql<[{ lag: number }]>`
        select coalesce(extract(epoch from now() - min(created_at)), 0)::float8 as lag
        from outbox
      `;
      return row.lag;
    }),
  );
}

async function claim(limit: number): Promise<OutboxRow[]> {
  return transaction(
    () => sql<OutboxRow[]>`
      update outbox
      set leased_until = ${deadline(leaseTime)}, attempts = attempts + 1
      where id in (
        select id
        from outbox
        where available_at <= now() and (leased_until is null or leased_until < now())
        order by id
        limit ${limit}
        for update skip locked
      )
      returning id, destination, target, payload, delay_seconds, attempts
    `,
  );
}

function groups(rows: OutboxRow[]): OutboxRow[][] {
  const byTarget = new Map<string, OutboxRow[]>();
  for (const row of rows) {
    const key = row.destination === "queue" ? `queue ${row.target}` : row.destination;
    byTarget.set(key, [...(byTarget.get(key) ?? []), row]);
  }
  return [...byTarget.values()].flatMap((group) => {
    const size = group[0]?.destination === "task" ? 1 : entriesPerCall;
    return Array.from({ length: Math.ceil(group.length / size) }, (_, index) =>
      group.slice(index * size, (index + 1) * size),
    );
  });
}

async function deliver(rows: OutboxRow[]): Promise<Outcome[]> {
  const [first] = rows;
  if (!first) return [];
  try {
    if (first.destination === "queue") return await deliverToQueue(first.target as QueueName, rows);
    if (first.destination === "bus") return await deliverToBus(rows);
    return await deliverToTask(first);
  } catch (error) {
    return rows.map((row) => ({ id: row.id, error: messageOf(error) }));
  }
}

async function deliverToQueue(name: QueueName, rows: OutboxRow[]): Promise<Outcome[]> {
  const answer = await sqs().send(
    new SendMessageBatchCommand({
      QueueUrl: setting(queues[name].setting),
      Entries: rows.map((row, index) => ({
        Id: String(index),
        MessageBody: JSON.stringify(row.payload),
        DelaySeconds: row.delaySeconds,
      })),
    }),
  );
  const failures = new Map(
    answer.Failed?.map((entry) => [entry.Id, entry.Message ?? entry.Code ?? "refused"]),
  );
  const taken = new Set(answer.Successful?.map((entry) => entry.Id));
  return rows.map((row, index) => {
    const isTaken = taken.has(String(index));
    return { id: row.id, error: isTaken ? undefined : (failures.get(String(index)) ?? "no answer for it") };
  });
}

async function deliverToBus(rows: OutboxRow[]): Promise<Outcome[]> {
  const answer = await eventBridge().send(
    new PutEventsCommand({
      Entries: rows.map((row) => ({
        EventBusName: setting("BUS_NAME"),
        Source: "vixenbliss",
        DetailType: row.target,
        Detail: JSON.stringify(row.payload),
      })),
    }),
  );
  return rows.map((row, index) => {
    const entry = answer.Entries?.[index];
    return { id: row.id, error: entry?.EventId ? undefined : (entry?.ErrorCode ?? "no answer for it") };
  });
}

// The machine may have stopped waiting: a token that timed out or is unknown has nobody behind it any more,
// and the step that runs next time finds the result in its own row.
const nobodyWaits = new Set(["TaskTimedOut", "TaskDoesNotExist", "InvalidToken"]);

async function deliverToTask(row: OutboxRow): Promise<Outcome[]> {
  const result = row.payload.body as { output: unknown } | { error: string; cause: string };
  const taskToken = await openTaskToken(row.target, row.payload.actor);
  const command =
    "output" in result
      ? new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(result.output) })
      : new SendTaskFailureCommand({ taskToken, error: result.error, cause: result.cause });
  try {
    await stepFunctions().send(command as SendTaskSuccessCommand);
  } catch (error) {
    if (!(error instanceof Error && nobodyWaits.has(error.name))) throw error;
    log.info("task_token_stale", { outboxId: row.id, reason: error.name });
  }
  return [{ id: row.id }];
}

async function record(rows: OutboxRow[], outcomes: Outcome[]): Promise<void> {
  const delivered = outcomes.filter((outcome) => !outcome.error).map((outcome) => outcome.id);
  const failed = outcomes.filter((outcome) => outcome.error);
  if (outcomes.length === 0) return;
  await transaction(async () => {
    if (delivered.length > 0) await sql`delete from outbox where id in ${sql(delivered)}`;
    for (const outcome of failed) {
      const attempts = rows.find((row) => row.id === outcome.id)?.attempts ?? 1;
      const wait = backoff(attempts, { base: { seconds: 2 }, cap: { minutes: 5 } });
      await sql`
        update outbox
        set leased_until = null, available_at = ${new Date(Date.now() + wait)}, last_error = ${outcome.error ?? null}
        where id = ${outcome.id}
      `;
      log.warn("outbox_delivery_failed", { outboxId: outcome.id, attempts, reason: outcome.error });
    }
  });
}
