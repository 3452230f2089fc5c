/** Serves the HTTP API, the function URLs and the console on one port. */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { LambdaPool } from "../lambda/pool.ts";
import { allows, type Principals } from "../sdk/principal.ts";
import { isSignedBy, readSignature } from "../sdk/signature.ts";
import { readBody } from "../sdk/wire.ts";
import type { Place } from "../template/names.ts";
import type { HttpShape } from "./api-routes.ts";
import { corsHeaders, isPreflight } from "./cors.ts";
import { fromAnswer, type HttpAnswer, plainAnswer, toEvent } from "./event.ts";
import { createRouter, type Route } from "./route.ts";

export type ConsoleHandler = (
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
) => Promise<void>;
export type Opened = { shape: HttpShape; pool: LambdaPool; principals: Principals; place: Place };
export type Gateway = {
  server: Server;
  setConsole(handler: ConsoleHandler): void;
  open(opened: Opened): void;
};

// API Gateway's own limit, and that of a function's event or answer, which is smaller.
const largestBody = 10 * 1024 * 1024;
const largestPayload = 6_291_556;
const prefix = /^\/__url\/([\w.-]+)(\/.*)?$/;

type Called = { route: Route; path: string; parameters: Record<string, string> | undefined };

/** The caller's identity where the route demands a signature, or why it is refused. */
function authorize(
  { principals, place }: Opened,
  { route }: Called,
  request: IncomingMessage,
  body: Buffer,
): { authorizer: Record<string, unknown> } | HttpAnswer {
  const signed = readSignature(request.headers.authorization);
  const principal = signed ? principals.byAccessKey(signed.accessKeyId) : undefined;
  const [path = "/", query = ""] = (request.url ?? "/").split("?");
  const { method = "GET", headers } = request;
  if (!signed || !principal) return plainAnswer(403, "Forbidden");
  if (!isSignedBy(principal.secretAccessKey, { method, path, query, headers, body }, signed))
    return plainAnswer(403, "Forbidden");
  const isUrl = route.apiId === "url";
  const action = isUrl ? "lambda:InvokeFunctionUrl" : "execute-api:Invoke";
  const api = `arn:aws:execute-api:${place.region}:${place.account}:${route.apiId}/$default/${method}${path}`;
  if (allows(principal, action, isUrl ? route.functionArn : api) !== "allowed")
    return plainAnswer(403, "Forbidden");
  const iam = { accessKey: principal.accessKeyId, accountId: place.account, callerId: principal.accessKeyId };
  return { authorizer: { iam: { ...iam, userArn: principal.arn, userId: principal.accessKeyId } } };
}

export function createGateway(): Gateway {
  let opened: Opened | undefined;
  let find: ReturnType<typeof createRouter> = () => undefined;
  let showConsole: ConsoleHandler = async (_request, response) =>
    write(response, plainAnswer(503, "Starting"));
  const urlRoutes = new Map<string, Route>();

  function locate(method: string, path: string): Called | undefined {
    const [, slug, rest = "/"] = path.match(prefix) ?? [];
    if (slug !== undefined) {
      const route = urlRoutes.get(slug);
      return route ? { route, path: rest, parameters: undefined } : undefined;
    }
    const match = find(method, path);
    return match ? { route: match.route, path, parameters: match.parameters } : undefined;
  }

  async function answer(
    current: Opened,
    request: IncomingMessage,
    path: string,
    query: string,
  ): Promise<HttpAnswer> {
    const called = locate(request.method ?? "GET", path);
    if (!called) return plainAnswer(404, "Not Found");
    const body = await readBody(request, largestBody);
    if (!body) return plainAnswer(413, "Request Entity Too Large");
    const allowed = called.route.isIamAuthorized ? authorize(current, called, request, body) : undefined;
    if (allowed && !("authorizer" in allowed)) return allowed;
    const event = toEvent({
      request,
      body,
      path: called.path,
      query,
      routeKey: called.route.key,
      pathParameters: called.parameters,
      apiId: called.route.apiId,
      accountId: current.place.account,
      ...(allowed ?? {}),
    });
    const source = `http ${request.method} ${path}`;
    const payload = JSON.stringify(event);
    if (Buffer.byteLength(payload) > largestPayload) return plainAnswer(413, "Request Entity Too Large");
    const invocation = await current.pool.invoke(called.route.functionArn, payload, {
      source,
      priority: "interactive",
    });
    const isAnswer = invocation.ok && Buffer.byteLength(invocation.payload) <= largestPayload;
    return isAnswer ? fromAnswer(invocation.payload) : plainAnswer(500, "Internal Server Error");
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [path = "/", query = ""] = (request.url ?? "/").split("?");
    if (path === "/__cloud" || path.startsWith("/__cloud/")) return showConsole(request, response, path);
    if (!opened) return write(response, plainAnswer(503, "Service Unavailable"));
    const { cors } = opened.shape;
    const allowed = cors && !prefix.test(path) ? corsHeaders(cors, request) : {};
    if (cors && isPreflight(request)) return write(response, { status: 204, headers: allowed, body: "" });
    const answered = await answer(opened, request, path, query);
    write(response, { ...answered, headers: { ...answered.headers, ...allowed } });
    // A request answered without a look at its body (404, preflight): read on, or the connection is stuck.
    if (!request.complete) request.resume();
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      console.error(`${request.method} ${request.url}:`, error);
      if (response.headersSent) response.destroy();
      else write(response, plainAnswer(500, "Internal Server Error"));
    });
  });
  server.keepAliveTimeout = 65_000;
  return {
    server,
    setConsole(handler) {
      showConsole = handler;
    },
    open(now) {
      find = createRouter(now.shape.routes);
      for (const { slug, functionArn, isIamAuthorized } of now.shape.urls) {
        urlRoutes.set(slug, { key: "$default", functionArn, isIamAuthorized, apiId: "url" });
      }
      opened = now;
    },
  };
}

function write(response: ServerResponse, { status, headers, body }: HttpAnswer): void {
  const hasBody = status !== 204 && status !== 304;
  response.writeHead(status, {
    ...headers,
    ...(hasBody ? { "content-length": Buffer.byteLength(body) } : {}),
  });
  response.end(hasBody ? body : undefined);
}
