import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { startFauxqs } from "fauxqs";
import { afterAll, beforeAll } from "vitest";

let client: SQSClient | undefined;
let queueUrl = "";

/** A real queue at the wire, behind the setting of the queue `generation`. */
export function useQueue(): void {
  let stop: (() => Promise<void>) | undefined;
  beforeAll(async () => {
    const server = await startFauxqs({ port: 0, host: "127.0.0.1", logger: false });
    stop = () => server.stop();
    const endpoint = `http://127.0.0.1:${server.port}`;
    Object.assign(process.env, {
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_REGION: "us-east-1",
      AWS_ENDPOINT_URL: endpoint,
    });
    client = new SQSClient({ endpoint });
    await client.send(new CreateQueueCommand({ QueueName: "generation" }));
    queueUrl = `${endpoint}/000000000000/generation`;
    reachQueue();
  });
  afterAll(async () => {
    client?.destroy();
    await stop?.();
  });
}

export function reachQueue(): void {
  process.env.QUEUE_GENERATION_URL = queueUrl;
}

/** From now on the queue's address leads to a queue that does not exist. */
export function loseQueue(): void {
  process.env.QUEUE_GENERATION_URL = queueUrl.replace("generation", "nowhere");
}

/** Takes what arrived out of the queue: the bodies of the envelopes. */
export async function received(): Promise<{ id: string; actor: unknown; body: { generationId: string } }[]> {
  const found = [];
  for (;;) {
    const answer = await client?.send(
      new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 600 }),
    );
    const messages = answer?.Messages ?? [];
    if (messages.length === 0) return found;
    found.push(...messages.map((message) => JSON.parse(message.Body ?? "{}")));
  }
}
