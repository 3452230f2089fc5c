import * as Actor from "@vixen/core/kit/actor.ts";
import { messageOf } from "@vixen/core/kit/error.ts";
import { Envelope, type EventDefinition } from "@vixen/core/kit/event.ts";
import { log } from "@vixen/core/kit/log.ts";
import { type QueueMessage, type QueueName, queues } from "@vixen/core/kit/queue.ts";
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { z } from "zod";
import { enterLog } from "./log-context.ts";

type Handler = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;

/** Consumes a queue: one bad message is answered as such and never repeats the rest of its batch. */
export function onMessage<Name extends QueueName>(
  name: Name,
  run: (message: QueueMessage<Name>) => Promise<void>,
): Handler {
  return consume(async (body) => {
    const envelope = Envelope.parse(body);
    const message = queues[name].schema.parse(envelope.body) as QueueMessage<Name>;
    await Actor.provide(envelope.actor, () => run(message));
  });
}

/** Consumes a bus event that comes through a queue, because it spends money or must not be lost. */
export function onQueuedEvent<Schema extends z.ZodType>(
  definition: EventDefinition<Schema>,
  run: (body: z.output<Schema>) => Promise<void>,
): Handler {
  const BusEvent = z.object({ "detail-type": z.literal(definition.type), detail: Envelope });
  return consume(async (body) => {
    const { detail } = BusEvent.parse(body);
    await Actor.provide(detail.actor, () => run(definition.schema.parse(detail.body)));
  });
}

function consume(run: (body: unknown) => Promise<void>): Handler {
  return async (event, context) => {
    enterLog(context);
    const outcomes = await Promise.allSettled(event.Records.map(async (record) => run(bodyOf(record))));
    const batchItemFailures = outcomes.flatMap((outcome, index) => {
      const record = event.Records[index];
      if (outcome.status === "fulfilled" || !record) return [];
      log.error("message_failed", {
        messageId: record.messageId,
        receiveCount: record.attributes.ApproximateReceiveCount,
        reason: messageOf(outcome.reason),
        stack: outcome.reason instanceof Error ? outcome.reason.stack : undefined,
      });
      return [{ itemIdentifier: record.messageId }];
    });
    return { batchItemFailures };
  };
}

function bodyOf({ body }: SQSRecord): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // The parser's own sentence quotes what it read, and that would be logged.
    throw new Error("The message is not JSON.");
  }
}
