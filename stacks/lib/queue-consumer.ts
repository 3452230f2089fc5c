import { QueueEncryption, Queue as SimpleQueue } from "aws-cdk-lib/aws-sqs";
import { Duration } from "aws-cdk-lib/core";
import { type Function as Lambda, Queue, type StackContext } from "sst/constructs";
import { registryOf } from "./registry.ts";

/** Ten tries over ten visibility timeouts (15 minutes or more): longer than a provider's usual outage. */
const MAX_RECEIVE_COUNT = 10;
const BATCH_SIZE = 5;

const protectedQueue = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true };

/** A queue under the name its environment variable and its alarms carry, and the dead letters behind it. */
export interface WorkQueue {
  name: string;
  queue: Queue;
  deadLetters: SimpleQueue;
}

/** Its consumer is added apart, since that may stand in a later stack. */
export function workQueue(
  { app, stack }: StackContext,
  name: string,
  { visibilitySeconds }: { visibilitySeconds: number },
): WorkQueue {
  const deadLetterName = app.logicalPrefixedName(`${name}-dead-letters`);
  const deadLetters = new SimpleQueue(stack, `${name}-dead-letters`, {
    queueName: deadLetterName,
    retentionPeriod: Duration.days(14),
    ...protectedQueue,
  });
  const queue = new Queue(stack, name, {
    cdk: {
      queue: {
        visibilityTimeout: Duration.seconds(visibilitySeconds),
        deadLetterQueue: { queue: deadLetters, maxReceiveCount: MAX_RECEIVE_COUNT },
        ...protectedQueue,
      },
    },
  });
  const physicalName = app.logicalPrefixedName(name);
  registryOf(app).queues.push({ id: name, name: physicalName, deadLetterName, visibilitySeconds });
  return { name, queue, deadLetters };
}

/**
 * Lambda polls the queue for `consumer`, which answers with the messages that failed and only those return. Each
 * container holds one connection to the database, and `maxConcurrency` (two at least) is how many there may be: all
 * queues' together have to fit under the pooler's clients, which `stacks/test/wiring.test.ts` adds up.
 */
export function consume(
  { stack }: StackContext,
  { queue }: WorkQueue,
  consumer: Lambda,
  { batchSize = BATCH_SIZE, maxConcurrency }: { batchSize?: number; maxConcurrency: number },
) {
  queue.addConsumer(stack, {
    function: consumer,
    cdk: { eventSource: { batchSize, maxConcurrency, reportBatchItemFailures: true } },
  });
}
