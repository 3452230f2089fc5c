/** The queues of the templates on fauxqs, kept on disk. Calls go over HTTP: its store is not exported. */

import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type FauxqsServer, startFauxqs } from "fauxqs";
import { z } from "zod";
import { forward } from "../sdk/forward.ts";
import { type SdkAnswer, ServiceError } from "../sdk/wire.ts";
import type { Resource } from "../template/resource.ts";

const propertiesSchema = z.object({
  VisibilityTimeout: z.coerce.number().default(30),
  DelaySeconds: z.coerce.number().optional(),
  MessageRetentionPeriod: z.coerce.number().optional(),
  ReceiveMessageWaitTimeSeconds: z.coerce.number().optional(),
  FifoQueue: z.coerce.boolean().optional(),
  ContentBasedDeduplication: z.coerce.boolean().optional(),
  RedrivePolicy: z.object({ deadLetterTargetArn: z.string(), maxReceiveCount: z.coerce.number() }).optional(),
});

export type QueueState = {
  name: string;
  ready: number;
  inFlight: number;
  delayed: number;
  deadLetterQueue: string | undefined;
};

export type Queues = {
  names: string[];
  call(operation: string, body: Record<string, unknown>): Promise<Record<string, unknown>>;
  /** A request of an SDK, already checked. */
  forwardSdk(
    operation: string,
    headers: Record<string, string | string[] | undefined>,
    body: Buffer,
  ): Promise<SdkAnswer>;
  send(queueName: string, body: string): void;
  /** How long a received message stays hidden, as scaled; `undefined` when time is not scaled. */
  shortenedVisibility(queueName: string): number | undefined;
  state(): QueueState[];
  messages(queueName: string): { id: string; body: string; receiveCount: number }[] | undefined;
  stop(): Promise<void>;
};

/** fauxqs knows one account. Names are what tells queues apart here. */
export const fauxqsArn = (name: string, region: string): string =>
  `arn:aws:sqs:${region}:000000000000:${name}`;

export const queueNameOf = (arnOrUrl: string): string => arnOrUrl.split(/[:/]/).at(-1) ?? arnOrUrl;

/** Visibility is divided by the time scale, but never below a second: a handler needs real time to work. */
export const scaledVisibility = (seconds: number, timeScale: number): number =>
  Math.max(1, Math.min(seconds, Math.round(seconds / timeScale)));

function attributesOf(resource: Resource, region: string, timeScale: number): Record<string, string> {
  const {
    RedrivePolicy: redrive,
    VisibilityTimeout,
    ...others
  } = propertiesSchema.parse(resource.properties);
  const attributes: Record<string, string> = {
    VisibilityTimeout: String(scaledVisibility(VisibilityTimeout, timeScale)),
  };
  for (const [name, value] of Object.entries(others))
    if (value !== undefined) attributes[name] = String(value);
  if (redrive) {
    const deadLetterTargetArn = fauxqsArn(queueNameOf(redrive.deadLetterTargetArn), region);
    attributes.RedrivePolicy = JSON.stringify({ ...redrive, deadLetterTargetArn });
  }
  return attributes;
}

/**
 * fauxqs syncs the disk at every commit, on our main thread: 200 messages a second kept it busy. In WAL mode
 * `normal` loses nothing when the process dies, which is all we promise. It opens its database before its first
 * `await` and has no setting for it, so the setting is slipped in while it does.
 */
function startWithoutSync(dataDir: string, region: string): Promise<FauxqsServer> {
  const { exec } = DatabaseSync.prototype;
  DatabaseSync.prototype.exec = function (this: DatabaseSync, sql: string) {
    exec.call(this, sql);
    if (/journal_mode/i.test(sql)) exec.call(this, "pragma synchronous = normal");
  };
  try {
    return startFauxqs({ port: 0, logger: false, defaultRegion: region, dataDir });
  } finally {
    DatabaseSync.prototype.exec = exec;
  }
}

export async function startQueues(
  resources: Resource[],
  options: { directory: string; region: string; timeScale: number },
): Promise<Queues> {
  const { region, timeScale } = options;
  const server = await startWithoutSync(join(options.directory, "queues"), region);
  const url = `http://127.0.0.1:${server.port}/`;
  const queueUrl = (name: string) => `${url}000000000000/${name}`;
  const credential = `Credential=local/20000101/${region}/sqs/aws4_request`;
  const authorization = `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=host, Signature=0`;

  async function post(operation: string, text: string | Buffer): Promise<SdkAnswer> {
    const headers = {
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": `AmazonSQS.${operation}`,
      authorization,
    };
    return forward({ method: "POST", url, headers, body: text });
  }

  async function call(operation: string, body: Record<string, unknown>): Promise<Record<string, unknown>> {
    const answer = await post(operation, JSON.stringify(withLocalQueue(body)));
    const parsed = JSON.parse(answer.body.toString() || "{}") as Record<string, unknown>;
    if (answer.status >= 300)
      throw new ServiceError(String(parsed.__type), String(parsed.message), answer.status);
    return parsed;
  }

  function withLocalQueue(body: Record<string, unknown>): Record<string, unknown> {
    const named = body.QueueUrl ?? body.QueueName;
    return typeof named === "string" && body.QueueUrl !== undefined
      ? { ...body, QueueUrl: queueUrl(queueNameOf(named)) }
      : body;
  }

  const deadLetter = new Map<string, string>();
  const shortened = new Map<string, number>();
  const isTarget = (resource: Resource) => resource.properties.RedrivePolicy === undefined;
  const ordered = [...resources].sort((a, b) => Number(isTarget(b)) - Number(isTarget(a)));
  for (const resource of ordered) {
    const attributes = attributesOf(resource, region, timeScale);
    const policy = attributes.RedrivePolicy;
    if (timeScale > 1) shortened.set(resource.name, Number(attributes.VisibilityTimeout));
    if (policy) deadLetter.set(resource.name, queueNameOf(JSON.parse(policy).deadLetterTargetArn));
    // Creating a queue that exists would silently drop its persisted messages.
    if (!server.inspectQueue(resource.name)) server.createQueue(resource.name, { region, attributes });
    else {
      const { FifoQueue: _fixed, ...settable } = attributes;
      await call("SetQueueAttributes", { QueueUrl: resource.name, Attributes: settable });
    }
  }

  return {
    names: resources.map((resource) => resource.name),
    call,
    async forwardSdk(operation, _headers, body) {
      const parsed = JSON.parse(body.toString() || "{}") as Record<string, unknown>;
      const answer = await post(operation, JSON.stringify(withLocalQueue(withVisibleNow(operation, parsed))));
      return answer;
    },
    send: (queueName, body) => void server.sendMessage(queueName, body, { region }),
    shortenedVisibility: (queueName) => shortened.get(queueName),
    state: () =>
      resources.map(({ name }) => {
        const messages = server.inspectQueue(name)?.messages;
        return {
          name,
          ready: messages?.ready.length ?? 0,
          inFlight: messages?.inflight.length ?? 0,
          delayed: messages?.delayed.length ?? 0,
          deadLetterQueue: deadLetter.get(name),
        };
      }),
    messages(queueName) {
      const messages = server.inspectQueue(queueName)?.messages;
      if (!messages) return undefined;
      return [...messages.ready, ...messages.inflight.map((entry) => entry.message), ...messages.delayed].map(
        (one) => ({
          id: one.messageId,
          body: one.body,
          receiveCount: one.approximateReceiveCount,
        }),
      );
    },
    stop: () => server.stop(),
  };
}

/** With persistence fauxqs fails on a visibility of exactly 0 (and forgets the message); a millisecond works. */
function withVisibleNow(operation: string, body: Record<string, unknown>): Record<string, unknown> {
  const soon = (entry: Record<string, unknown>) =>
    entry.VisibilityTimeout === 0 ? { ...entry, VisibilityTimeout: 0.001 } : entry;
  if (operation === "ChangeMessageVisibility") return soon(body);
  if (operation === "ChangeMessageVisibilityBatch" && Array.isArray(body.Entries)) {
    return { ...body, Entries: body.Entries.map((entry) => soon(entry as Record<string, unknown>)) };
  }
  return body;
}
