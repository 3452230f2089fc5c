import { createHash } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

export type Delivered = { queue: string[]; bus: { type: string; detail: Record<string, unknown> }[] };

export type Aws = {
  url: string;
  delivered: Delivered;
};

/** SQS and EventBridge at the wire, as far as the outbox uses them: they accept everything and remember it. */
export async function startAws(): Promise<Aws> {
  const delivered: Delivered = { queue: [], bus: [] };
  const server = createServer((request, response) => {
    const answer = async () => {
      const target = String(request.headers["x-amz-target"] ?? "");
      const body = JSON.parse(await textOf(request)) as { Entries?: Record<string, string>[] };
      const entries = body.Entries ?? [];
      if (target.endsWith("SendMessageBatch")) {
        delivered.queue.push(...entries.map((entry) => entry.MessageBody ?? ""));
        return { Successful: entries.map(accepted), Failed: [] };
      }
      for (const entry of entries) {
        delivered.bus.push({ type: entry.DetailType ?? "", detail: JSON.parse(entry.Detail ?? "{}") });
      }
      return { FailedEntryCount: 0, Entries: entries.map(() => ({ EventId: "1" })) };
    };
    answer().then(
      (json) => response.setHeader("content-type", "application/x-amz-json-1.0").end(JSON.stringify(json)),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    delivered,
  };
}

/** The SDK compares the checksum with what it sent. */
const accepted = ({ Id = "", MessageBody = "" }: Record<string, string>) => ({
  Id,
  MessageId: Id,
  MD5OfMessageBody: createHash("md5").update(MessageBody).digest("hex"),
});

async function textOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += chunk;
  return text;
}
