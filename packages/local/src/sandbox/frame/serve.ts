import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { control } from "./control.ts";
import type { Strike } from "./faults.ts";
import { type Frame, insideHeader } from "./frame.ts";
import type { CallContext, Provider, SandboxRequest, SandboxResponse } from "./provider.ts";
import { readRequest, send } from "./respond.ts";

/** How long a call that "times out" is held before the socket is cut, in nominal milliseconds. */
const holdMs = 20_000;

export type Route = { provider: Provider; path: string; isPlain?: boolean };

/** One HTTP port. `route` finds the provider of a path; `isPlain` routes are neither logged nor faulted. */
export function createSandboxServer(frame: Frame, route: (path: string) => Route | undefined): Server {
  return createServer((incoming, outgoing) => {
    answer(frame, route, incoming, outgoing).catch((error: unknown) => {
      process.stderr.write(`sandbox: ${incoming.method} ${incoming.url} failed: ${String(error)}\n`);
      if (!outgoing.headersSent)
        send(outgoing, { status: 500, body: { error: "the sandbox itself failed" } });
      else incoming.socket.destroy();
    });
  });
}

async function answer(
  frame: Frame,
  route: (path: string) => Route | undefined,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const request = await readRequest(incoming);
  const found = route(request.path);
  if (/^((\/[a-z0-9]+)?\/__(faults|calls|ledger|health)|\/__settings)$/.test(request.path)) {
    return send(outgoing, control(frame, request, found?.provider.name));
  }
  if (!found)
    return send(outgoing, { status: 404, body: { error: "no provider of the sandbox has this path" } });
  const { provider, path } = found;
  const isInside = request.headers[insideHeader] === frame.insideToken;
  const isOwn = found.isPlain === true || isInside;
  const own = { ...request, path };
  if (isOwn) return send(outgoing, await provider.handle(own, silentContext(frame)), request.method);

  const call = { provider: provider.name, method: request.method, path: `/${provider.name}${path}` };
  const id = frame.calls.open(call);
  const strike = frame.faults.strike(call);
  if (strike && !strike.isAfterAcceptance) {
    return strikeBefore(frame, provider, strike, id, incoming, outgoing);
  }
  const response = await run(frame, provider, own, id);
  const accepted = response.status < 400;
  if (!strike) {
    frame.calls.close(id, { status: response.status, accepted });
    return send(outgoing, response, request.method);
  }
  frame.calls.close(id, { status: 0, accepted, fault: strike.kind });
  cut(frame, strike, incoming);
}

async function run(
  frame: Frame,
  provider: Provider,
  request: SandboxRequest,
  id: string,
): Promise<SandboxResponse> {
  const context: CallContext = {
    callId: id,
    bill: (billable) => frame.calls.bill(id, billable),
    subject: (text) => frame.calls.subject(id, text),
    clock: { ...frame.clock, delay: (nominalMs) => frame.clock.delay(nominalMs * frame.settings.answerTime) },
    seed: frame.seed,
  };
  try {
    return await provider.handle(request, context);
  } catch (error) {
    process.stderr.write(`sandbox ${provider.name}: ${request.method} ${request.path}: ${String(error)}\n`);
    return provider.errorBody(500);
  }
}

function silentContext(frame: Frame): CallContext {
  return { callId: "inside", bill: () => {}, subject: () => {}, clock: frame.clock, seed: frame.seed };
}

function strikeBefore(
  frame: Frame,
  provider: Provider,
  strike: Strike,
  id: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): void {
  const fault = strike.kind;
  if (fault === "timeout" || fault === "reset") {
    frame.calls.close(id, { status: 0, accepted: false, fault });
    cut(frame, strike, incoming);
    return;
  }
  const answers: Partial<Record<typeof fault, SandboxResponse>> = {
    garbage,
    "402": unpaid,
    unreadable_image: provider.unreadableImage,
  };
  const response =
    answers[fault] ?? provider.errorBody(fault === "429" ? 429 : 500, strike.retryAfterSeconds);
  frame.calls.close(id, { status: response.status, accepted: false, fault });
  send(outgoing, response, incoming.method);
}

const garbage: SandboxResponse = {
  status: 200,
  body: { unexpected: ["this is not", { the: "schema" }], id: 7 },
};

/** In the words of Replicate; others' clients go by the status alone. */
const unpaid: SandboxResponse = {
  status: 402,
  body: {
    title: "Insufficient credit",
    detail: "You have insufficient credit to run this model.",
    status: 402,
    error: { message: "You have insufficient credit.", type: "insufficient_credit" },
  },
};

function cut(frame: Frame, strike: Strike, incoming: IncomingMessage): void {
  if (strike.kind === "reset") {
    incoming.socket.resetAndDestroy();
    return;
  }
  const timer = setTimeout(() => incoming.socket.destroy(), frame.clock.scale(holdMs));
  incoming.socket.once("close", () => clearTimeout(timer));
}

/** Listens on 127.0.0.1 only (a sandbox is never reachable from outside); gives the base URL. */
export async function listen(server: Server, port: number): Promise<string> {
  // Clients of the product keep sockets open between bursts; Node's 5 s default would reset them at random.
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}
