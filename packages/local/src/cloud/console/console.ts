/** `/__cloud`: a page to look at the laptop's cloud, and the few switches that tests turn. */

import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import type { ConsoleHandler } from "../http/gateway.ts";
import { forward } from "../sdk/forward.ts";
import { readBody } from "../sdk/wire.ts";
import { renderPage } from "./page.ts";
import { type ConsoleInput, consoleState } from "./state.ts";

const armSchema = z.object({
  name: z.string().min(1),
  hit: z.number().int().min(1).default(1),
  worker: z.boolean().default(false),
});

type Reply = { status: number; type: string; body: string | Buffer };

const json = (value: unknown, status = 200): Reply => ({
  status,
  type: "application/json",
  body: JSON.stringify(value),
});

function write(response: ServerResponse, { status, type, body }: Reply): void {
  response.writeHead(status, {
    "content-type": type,
    "cache-control": "no-store",
    "content-length": Buffer.byteLength(body),
  });
  response.end(body);
}

export function createConsole(input: ConsoleInput): ConsoleHandler {
  const { crashPoints, scheduler, backends } = input;

  async function crashPointReply(request: IncomingMessage, body: Buffer): Promise<Reply> {
    if (request.method === "GET") return json(crashPoints.report());
    if (request.method === "DELETE") {
      crashPoints.disarm();
      return json(crashPoints.report());
    }
    const parsed = armSchema.safeParse(JSON.parse(body.toString() || "{}"));
    if (!parsed.success) return json({ error: z.prettifyError(parsed.error) }, 400);
    crashPoints.arm(parsed.data.name, parsed.data.hit, parsed.data.worker);
    return json(crashPoints.report(), 201);
  }

  /** The page's own fault switches and call logs: the sandboxes are another process with another port. */
  async function sandboxReply(request: IncomingMessage, rest: string, body: Buffer): Promise<Reply> {
    if (!input.sandboxUrl) return json({ error: "No sandbox address was given." }, 404);
    const url = `${input.sandboxUrl.replace(/\/$/, "")}${rest}`;
    const { "content-type": type } = request.headers;
    try {
      const answer = await forward({
        method: request.method ?? "GET",
        url,
        headers: { "content-type": type },
        body,
      });
      return {
        status: answer.status,
        type: answer.headers["content-type"] ?? "application/json",
        body: answer.body,
      };
    } catch (error) {
      return json({ error: `The sandbox does not answer: ${String(error)}` }, 502);
    }
  }

  async function reply(request: IncomingMessage, path: string, body: Buffer): Promise<Reply> {
    const rest = path.slice("/__cloud".length);
    if (rest === "" || rest === "/")
      return { status: 200, type: "text/html; charset=utf-8", body: renderPage() };
    if (rest === "/state.json") return json(consoleState(input));
    if (rest === "/crash-points") return crashPointReply(request, body);
    if (rest.startsWith("/sandbox/")) {
      return sandboxReply(request, (request.url ?? "").slice("/__cloud/sandbox".length), body);
    }
    const queue = rest.match(/^\/queues\/([\w.-]+)$/)?.[1];
    if (queue) {
      const messages = backends.queues.messages(queue);
      return messages ? json({ messages }) : json({ error: `No queue ${queue}.` }, 404);
    }
    const schedule = rest.match(/^\/schedules\/([^/]+)\/run$/)?.[1];
    if (schedule && request.method === "POST") {
      const targets = scheduler.runNow(decodeURIComponent(schedule));
      return targets > 0 ? json({ targets }, 202) : json({ error: `No schedule ${schedule}.` }, 404);
    }
    return json({ error: "Not found" }, 404);
  }

  return async (request, response, path) => {
    const body = await readBody(request, 1024 * 1024);
    if (!body) return write(response, json({ error: "Too large" }, 413));
    try {
      write(response, await reply(request, path, body));
    } catch (error) {
      write(response, json({ error: String(error) }, error instanceof SyntaxError ? 400 : 500));
    }
  };
}
