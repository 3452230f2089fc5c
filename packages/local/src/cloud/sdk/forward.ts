/** Sends a checked request on to what really serves it (the queues, the table, a sandbox). */

import { Agent, request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import type { SdkAnswer } from "./wire.ts";

const agent = new Agent({ keepAlive: true, maxSockets: 256, scheduling: "lifo" });

const hopByHop = new Set(["connection", "keep-alive", "transfer-encoding", "content-length", "date"]);

export type Forwarded = {
  method: string;
  /** Full address, path and query included. */
  url: string;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer | string;
};

export function forward(call: Forwarded): Promise<SdkAnswer> {
  const url = new URL(call.url);
  const secure = url.protocol === "https:";
  const headers: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(call.headers)) {
    if (value !== undefined && !hopByHop.has(name) && name !== "host") headers[name] = value;
  }
  headers["content-length"] = String(Buffer.byteLength(call.body));
  return new Promise((resolve, reject) => {
    const options = { method: call.method, headers, ...(secure ? {} : { agent }) };
    const outgoing = (secure ? httpsRequest : httpRequest)(url, options, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
      incoming.on("error", reject);
      incoming.on("end", () => {
        const answered: Record<string, string> = {};
        for (const [name, value] of Object.entries(incoming.headers)) {
          if (value !== undefined && !hopByHop.has(name))
            answered[name] = Array.isArray(value) ? value.join(",") : value;
        }
        resolve({ status: incoming.statusCode ?? 502, headers: answered, body: Buffer.concat(chunks) });
      });
    });
    outgoing.on("error", reject);
    outgoing.end(call.body);
  });
}
