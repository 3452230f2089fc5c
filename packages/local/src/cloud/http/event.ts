/** API Gateway's HTTP payload, format 2.0, both ways; function URLs use the same. */

import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";

export type HttpEventInput = {
  request: IncomingMessage;
  body: Buffer;
  /** As the function sees it (a function URL's own prefix is gone). */
  path: string;
  query: string;
  routeKey: string;
  pathParameters: Record<string, string> | undefined;
  apiId: string;
  accountId: string;
  authorizer?: Record<string, unknown>;
};

export type HttpAnswer = {
  status: number;
  headers: Record<string, string | string[]>;
  body: Buffer | string;
};

const textual = /^(text\/|application\/(json|javascript|xml|x-www-form-urlencoded)|[^;]*\+(json|xml))/i;
const monthNames = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `12/Mar/2020:19:03:58 +0000`, as the gateway's logs write time. */
function logTime(at: Date): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const day = `${two(at.getUTCDate())}/${monthNames[at.getUTCMonth()]}/${at.getUTCFullYear()}`;
  return `${day}:${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())} +0000`;
}

/** Repeated headers are joined by a comma; cookies have a field of their own. */
function joinedHeaders(raw: string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = (raw[index] ?? "").toLowerCase();
    const value = raw[index + 1] ?? "";
    if (name === "cookie") continue;
    headers[name] = name in headers ? `${headers[name]},${value}` : value;
  }
  return headers;
}

function joinedQuery(query: string): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(query)) {
    values[name] = name in values ? `${values[name]},${value}` : value;
  }
  return values;
}

export function toEvent(input: HttpEventInput): Record<string, unknown> {
  const { request, body, path, query, routeKey } = input;
  const headers = joinedHeaders(request.rawHeaders);
  const { cookie } = request.headers;
  const now = new Date();
  const host = headers.host ?? "localhost";
  const isBase64Encoded = body.length > 0 && !textual.test(headers["content-type"] ?? "");
  headers["x-forwarded-for"] ??= request.socket.remoteAddress ?? "127.0.0.1";
  headers["x-forwarded-proto"] ??= "http";
  return {
    version: "2.0",
    routeKey,
    rawPath: path,
    rawQueryString: query,
    ...(cookie ? { cookies: cookie.split(/; */) } : {}),
    headers,
    ...(query ? { queryStringParameters: joinedQuery(query) } : {}),
    requestContext: {
      accountId: input.accountId,
      apiId: input.apiId,
      ...(input.authorizer ? { authorizer: input.authorizer } : {}),
      domainName: host,
      domainPrefix: host.split(".")[0],
      http: {
        method: request.method,
        path,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: (headers["x-forwarded-for"] ?? "").split(",")[0]?.trim(),
        userAgent: headers["user-agent"] ?? "",
      },
      requestId: randomUUID(),
      routeKey,
      stage: "$default",
      time: logTime(now),
      timeEpoch: now.getTime(),
    },
    ...(input.pathParameters ? { pathParameters: input.pathParameters } : {}),
    ...(body.length > 0 ? { body: body.toString(isBase64Encoded ? "base64" : "utf8") } : {}),
    isBase64Encoded,
  };
}

export const plainAnswer = (status: number, message: string): HttpAnswer => ({
  status,
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ message }),
});

type FunctionAnswer = {
  statusCode?: unknown;
  headers?: Record<string, unknown>;
  cookies?: string[];
  body?: unknown;
  isBase64Encoded?: boolean;
};

/** A function may answer in full, or with any JSON, which then is the body of a 200. */
export function fromAnswer(payload: string): HttpAnswer {
  const parsed = JSON.parse(payload) as unknown;
  const isFull = typeof parsed === "object" && parsed !== null && "statusCode" in parsed;
  if (!isFull) {
    const body = typeof parsed === "string" ? parsed : JSON.stringify(parsed);
    return { status: 200, headers: { "content-type": "application/json" }, body };
  }
  const answer = parsed as FunctionAnswer;
  const status = Number(answer.statusCode);
  if (!Number.isInteger(status) || status < 100 || status > 599)
    return plainAnswer(500, "Internal Server Error");
  const headers: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(answer.headers ?? {})) {
    if (value !== undefined && value !== null) headers[name.toLowerCase()] = String(value);
  }
  if (answer.cookies?.length) headers["set-cookie"] = answer.cookies;
  const text =
    typeof answer.body === "string"
      ? answer.body
      : answer.body === undefined
        ? ""
        : JSON.stringify(answer.body);
  const body = answer.isBase64Encoded ? Buffer.from(text, "base64") : text;
  if (text && !headers["content-type"]) headers["content-type"] = "text/plain; charset=utf-8";
  return { status, headers, body };
}
