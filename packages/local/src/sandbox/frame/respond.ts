import type { IncomingMessage, ServerResponse } from "node:http";
import type { SandboxRequest, SandboxResponse } from "./provider.ts";

const maxBodyBytes = 128 * 1024 * 1024;

export async function readRequest(request: IncomingMessage): Promise<SandboxRequest> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBodyBytes) throw new Error("the request body is larger than the sandbox takes");
    chunks.push(chunk);
  }
  const [path = "/", ...search] = (request.url ?? "/").split("?");
  const headers = Object.entries(request.headers).map(([name, value]) => [name, [value].flat().join(", ")]);
  return {
    method: request.method ?? "GET",
    path,
    query: new URLSearchParams(search.join("?")),
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: Buffer.concat(chunks),
  };
}

export function send(
  response: ServerResponse,
  { status, headers = {}, body }: SandboxResponse,
  method = "GET",
): void {
  const isJson = body !== undefined && !Buffer.isBuffer(body);
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(isJson ? JSON.stringify(body) : "");
  const isBare = status === 204 || status === 304;
  response.writeHead(status, {
    ...(isJson ? { "content-type": "application/json" } : {}),
    // A HEAD answer states the length of the body it leaves out.
    ...(isBare || (method === "HEAD" && "content-length" in headers)
      ? {}
      : { "content-length": bytes.length }),
    ...headers,
  });
  response.end(method === "HEAD" || isBare ? undefined : bytes);
}
