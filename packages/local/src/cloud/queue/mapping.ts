/** Event source mappings: what stands between a queue and its function, as Lambda's own pollers do it. */

import { z } from "zod";
import type { LambdaFunction } from "../lambda/function.ts";
import type { LambdaPool } from "../lambda/pool.ts";
import { allows, type Principals } from "../sdk/principal.ts";
import type { Resource } from "../template/resource.ts";
import { type Queues, queueNameOf } from "./queues.ts";

const propertiesSchema = z.object({
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  BatchSize: z.coerce.number().default(10),
  Enabled: z.union([z.boolean(), z.string()]).optional(),
  FunctionResponseTypes: z.array(z.string()).default([]),
  ScalingConfig: z.object({ MaximumConcurrency: z.coerce.number().optional() }).optional(),
  FilterCriteria: z.unknown().optional(),
});

const messageSchema = z.object({
  MessageId: z.string(),
  ReceiptHandle: z.string(),
  Body: z.string(),
  MD5OfBody: z.string().optional(),
  Attributes: z.record(z.string(), z.string()).default({}),
  MessageAttributes: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
});

const receivedSchema = z.object({ Messages: z.array(messageSchema).default([]) });
const answerSchema = z
  .object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })) })
  .nullish();

type Message = z.infer<typeof messageSchema>;

export type Mapping = {
  queueArn: string;
  queueName: string;
  lambda: LambdaFunction;
  batchSize: number;
  maximumConcurrency: number;
  reportsFailures: boolean;
};

export function readMapping(resource: Resource, pool: LambdaPool): Mapping | string {
  const properties = propertiesSchema.parse(resource.properties);
  const lambda = pool.find(properties.FunctionName);
  if (!properties.EventSourceArn.includes(":sqs:"))
    return `${resource.path}: only SQS event sources are run here`;
  if (properties.FilterCriteria) return `${resource.path}: FilterCriteria is not applied here`;
  if (!lambda) return `${resource.path}: its function ${properties.FunctionName} is not in the assembly`;
  return {
    queueArn: properties.EventSourceArn,
    queueName: queueNameOf(properties.EventSourceArn),
    lambda,
    batchSize: Math.min(10, properties.BatchSize),
    maximumConcurrency: properties.ScalingConfig?.MaximumConcurrency ?? Number.POSITIVE_INFINITY,
    reportsFailures: properties.FunctionResponseTypes.includes("ReportBatchItemFailures"),
  };
}

/** What the function's role lacks to read its queue, as a sentence. */
export function mayPoll(mapping: Mapping, principals: Principals): string | undefined {
  const principal = principals.ofFunction(mapping.lambda.arn);
  const actions = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"];
  const lacking = actions.filter((action) => allows(principal, action, mapping.queueArn) !== "allowed");
  if (lacking.length === 0) return undefined;
  return `${mapping.lambda.path} may not ${lacking.join(", ")} on ${mapping.queueName}: nothing is taken from that queue`;
}

/** Attribute names of the event are lower case where the API's are upper. */
function recordOf(message: Message, mapping: Mapping, region: string): Record<string, unknown> {
  const attributes = Object.entries(message.MessageAttributes).map(([name, value]) => [
    name,
    { stringValue: value.StringValue, binaryValue: value.BinaryValue, dataType: value.DataType },
  ]);
  return {
    messageId: message.MessageId,
    receiptHandle: message.ReceiptHandle,
    body: message.Body,
    attributes: message.Attributes,
    messageAttributes: Object.fromEntries(attributes),
    md5OfBody: message.MD5OfBody,
    eventSource: "aws:sqs",
    eventSourceARN: mapping.queueArn,
    awsRegion: region,
  };
}

/** Ids of the messages to delete: all that the function did not report, none if it failed or named an unknown one. */
export function handledIds(ids: string[], payload: string, reportsFailures: boolean): string[] {
  if (!reportsFailures) return ids;
  const parsed = answerSchema.safeParse(JSON.parse(payload));
  if (!parsed.success) return ids;
  const failed = new Set(parsed.data?.batchItemFailures.map((item) => item.itemIdentifier) ?? []);
  // AWS treats an identifier it did not send as a failure of the whole batch.
  if ([...failed].some((id) => !ids.includes(id))) return [];
  return ids.filter((id) => !failed.has(id));
}

/**
 * Polls one queue until stopped. Only one long poll is open, so that no message is taken from the queue before a
 * worker could have it: its visibility clock would run while it waits.
 */
export class Poller {
  readonly mapping: Mapping;
  readonly #queues: Queues;
  readonly #pool: LambdaPool;
  readonly #region: string;
  readonly #running = new Set<Promise<void>>();
  #isStopped = false;
  #loop: Promise<void> | undefined;
  #freed: (() => void) | undefined;

  constructor(mapping: Mapping, queues: Queues, pool: LambdaPool, region: string) {
    this.mapping = mapping;
    this.#queues = queues;
    this.#pool = pool;
    this.#region = region;
  }

  get active(): number {
    return this.#running.size;
  }

  start(): void {
    this.#loop = this.#poll();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#freed?.();
    await this.#loop;
    await Promise.allSettled(this.#running);
  }

  async #poll(): Promise<void> {
    const { mapping } = this;
    while (!this.#isStopped) {
      await this.#pool.untilFree(mapping.lambda);
      if (this.#isStopped) return;
      if (this.#running.size >= mapping.maximumConcurrency) {
        await new Promise<void>((resolve) => {
          this.#freed = resolve;
        });
        continue;
      }
      const messages = await this.#receive();
      if (messages.length === 0) continue;
      const work = this.#handle(messages).finally(() => {
        this.#running.delete(work);
        this.#freed?.();
      });
      this.#running.add(work);
    }
  }

  async #receive(): Promise<Message[]> {
    try {
      const answer = await this.#queues.call("ReceiveMessage", {
        QueueUrl: this.mapping.queueName,
        MaxNumberOfMessages: this.mapping.batchSize,
        WaitTimeSeconds: 5,
        MessageAttributeNames: ["All"],
        MessageSystemAttributeNames: ["All"],
      });
      return receivedSchema.parse(answer).Messages;
    } catch (error) {
      if (this.#isStopped) return [];
      console.error(`poller of ${this.mapping.queueName}:`, error);
      await new Promise((resolve) => setTimeout(resolve, 200));
      return [];
    }
  }

  async #handle(messages: Message[]): Promise<void> {
    const { mapping } = this;
    const event = { Records: messages.map((message) => recordOf(message, mapping, this.#region)) };
    const source = `queue ${mapping.queueName}`;
    const stopHolding = this.#holdWhileRunning(messages);
    const invocation = await this.#pool.invoke(mapping.lambda.arn, JSON.stringify(event), { source });
    stopHolding();
    if (!invocation.ok) return; // Visible again when its time is over, and in the DLQ in the end.
    const ids = messages.map((message) => message.MessageId);
    const handled = new Set(handledIds(ids, invocation.payload, mapping.reportsFailures));
    const entries = messages
      .filter((message) => handled.has(message.MessageId))
      .map((message, index) => ({ Id: String(index), ReceiptHandle: message.ReceiptHandle }));
    if (entries.length === 0 || this.#isStopped) return;
    try {
      await this.#queues.call("DeleteMessageBatch", { QueueUrl: mapping.queueName, Entries: entries });
    } catch (error) {
      console.error(`deleting from ${mapping.queueName}: the batch will be delivered again:`, error);
    }
  }

  /**
   * On AWS a message never comes back while its function runs, since the visibility is longer than the timeout.
   * Scaled time shortens only the first, so a running function's messages are held; what a crash leaves behind
   * still comes back after the short time.
   */
  #holdWhileRunning(messages: Message[]): () => void {
    const { queueName } = this.mapping;
    const visibility = this.#queues.shortenedVisibility(queueName);
    if (visibility === undefined) return () => {};
    const Entries = messages.map((message, index) => ({
      Id: String(index),
      ReceiptHandle: message.ReceiptHandle,
      VisibilityTimeout: visibility,
    }));
    const timer = setInterval(() => {
      this.#queues
        .call("ChangeMessageVisibilityBatch", { QueueUrl: queueName, Entries })
        .catch((error: unknown) => {
          if (!this.#isStopped) console.error(`holding messages of ${queueName}:`, error);
        });
    }, visibility * 500);
    return () => clearInterval(timer);
  }
}
