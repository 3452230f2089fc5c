/** The site: its static files, and its server function for everything else, as CloudFront would divide them. */

import { createReadStream, readFileSync, statSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { extname, join, normalize } from "node:path";
import { fromAnswer, type HttpAnswer, plainAnswer, toEvent } from "../http/event.ts";
import type { LambdaFunction } from "../lambda/function.ts";
import type { LambdaPool } from "../lambda/pool.ts";
import { readBody } from "../sdk/wire.ts";
import type { Place } from "../template/names.ts";

const types: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".jpg": "image/jpeg",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".map": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".webp": "image/webp",
  ".woff": "font/woff",
  ".woff2": "font/woff2",
};

/** SST calls the function that renders so, whatever the site's name. */
export const findSiteServer = (pool: LambdaPool): LambdaFunction | undefined =>
  pool.functions.find(({ path, handler }) => path.includes("ServerFunction") && handler === "index.handler");

export function createSite(options: {
  server: LambdaFunction;
  /** Folders whose `_assets` (or top level) holds the static files. */
  folders: string[];
  pool: LambdaPool;
  place: Place;
}): Server {
  const { server: lambda, folders, pool, place } = options;
  const roots = folders.flatMap((folder) => [join(folder, "_assets"), folder]);

  function staticFile(path: string): string | undefined {
    let decoded: string;
    try {
      decoded = normalize(decodeURIComponent(path));
    } catch {
      return undefined;
    }
    if (decoded === "/" || decoded.includes("..") || decoded.includes("\0")) return undefined;
    return roots
      .map((root) => join(root, decoded))
      .find((file) => statSync(file, { throwIfNoEntry: false })?.isFile());
  }

  function sendFile(file: string, path: string, response: ServerResponse): void {
    const isHashed = path.startsWith("/_next/static/");
    response.writeHead(200, {
      "content-type": types[extname(file)] ?? "application/octet-stream",
      "cache-control": isHashed ? "public,max-age=31536000,immutable" : "public,max-age=0",
    });
    createReadStream(file).pipe(response);
  }

  async function render(request: IncomingMessage, path: string, query: string): Promise<HttpAnswer> {
    const body = await readBody(request, 10 * 1024 * 1024);
    if (!body) return plainAnswer(413, "Request Entity Too Large");
    const event = toEvent({
      request,
      body,
      path,
      query,
      routeKey: "$default",
      pathParameters: undefined,
      apiId: "site",
      accountId: place.account,
    });
    const headers = event.headers as Record<string, string>;
    // CloudFront's function does this, because the function's own host is never the site's.
    headers["x-forwarded-host"] ??= request.headers.host ?? "localhost";
    // So does it with this one, over whatever the browser sent.
    headers["x-viewer-address"] = request.socket.remoteAddress ?? "";
    const source = `site ${request.method} ${path}`;
    const invocation = await pool.invoke(lambda.arn, JSON.stringify(event), {
      source,
      priority: "interactive",
    });
    return invocation.ok ? fromAnswer(invocation.payload) : unavailable();
  }

  /** As CloudFront does for a function that crashed or ran out of time: the site's own page in its place. */
  function unavailable(): HttpAnswer {
    const file = staticFile("/unavailable.html");
    if (!file) return plainAnswer(502, "Internal Server Error");
    return { status: 502, headers: { "content-type": "text/html; charset=utf-8" }, body: readFileSync(file) };
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [path = "/", query = ""] = (request.url ?? "/").split("?");
    const file = request.method === "GET" || request.method === "HEAD" ? staticFile(path) : undefined;
    if (file) return sendFile(file, path, response);
    const { status, headers, body } = await render(request, path, query);
    response.writeHead(status, headers);
    response.end(status === 204 || status === 304 ? undefined : body);
  }

  return createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      console.error(`site ${request.method} ${request.url}:`, error);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
}
