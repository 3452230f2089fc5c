import path from "node:path";
import { buckets } from "../frame/credentials.ts";
import type { Frame } from "../frame/frame.ts";
import type { CallContext, Provider, SandboxRequest, SandboxResponse } from "../frame/provider.ts";
import { type BucketStore, openBucketStore } from "./bucket-store.ts";
import { createWriteLimit, ruleBroken } from "./rules.ts";
import { type Refusal, refusalOf } from "./signature.ts";

export type R2 = { s3: Provider; cdn: Provider; close(): Promise<void> };

/** Real milliseconds between two writes to one key would be 1000; the clock divides them like every limit. */
const writeEveryMs = 1000;

/** R2's S3 API (signed requests only) and the public bucket's CDN domain (reading only). */
export async function openR2(frame: Frame): Promise<R2> {
  const store = await openBucketStore(path.join(frame.directory, "r2"));
  for (const bucket of Object.values(buckets)) {
    const found = await store.send({ method: "HEAD", url: `/${bucket}` });
    if (found.status === 404) await store.send({ method: "PUT", url: `/${bucket}` });
  }
  const tooOften = createWriteLimit(frame.clock.scale(writeEveryMs));

  async function handle(request: SandboxRequest, call: CallContext): Promise<SandboxResponse> {
    if (request.method === "OPTIONS") return preflight(request);
    const [, bucket = "", ...rest] = request.path.split("/");
    const key = decode(rest.join("/"));
    if (bucket) call.subject(key ? `${bucket}/${key}` : bucket);
    const isObject = key !== "";
    const isWrite = isObject && request.method === "PUT" && !request.query.has("partNumber");
    const refusal =
      refusalOf(request) ??
      ruleBroken(request, key) ??
      (isWrite ? await conditionBroken(store, request) : undefined) ??
      (isWrite ? tooOften(`${bucket}/${key}`) : undefined);
    if (refusal) return refuse(refusal, request);
    const query = request.query.toString();
    const answer = await store.send({
      method: request.method,
      url: query ? `${request.path}?${query}` : request.path,
      headers: request.headers,
      body: request.body,
    });
    if (answer.status === 413) {
      const message = "The sandbox takes 11 MiB in a single PUT; send larger objects in parts.";
      return refuse({ status: 400, code: "EntityTooLarge", message }, request);
    }
    if (answer.status < 400 && isClassA(request, isObject)) {
      call.bill({ kind: "storage", model: "r2", unit: "class_a_operation", quantity: 1 });
    }
    return withCors({ ...answer, headers: clean(answer.headers) }, request);
  }

  return {
    s3: {
      name: "r2",
      handle,
      errorBody: (status) =>
        status === 429
          ? refuse({ status, code: "TooManyRequests", message: "Please reduce your request rate." })
          : refuse({
              status,
              code: status === 503 ? "ServiceUnavailable" : "InternalError",
              message: "We encountered an internal error. Please try again.",
            }),
    },
    cdn: { name: "cdn", handle: (request) => fromCdn(store, request), errorBody: (status) => ({ status }) },
    close: () => store.close(),
  };
}

/** Writes and lists are class A at R2, reads are class B (not in the price table), deletes are free. */
function isClassA({ method, query }: SandboxRequest, isObject: boolean): boolean {
  if (method === "PUT") return true;
  if (method === "POST") return !query.has("delete");
  return method === "GET" && !isObject;
}

/** The emulator ignores `If-None-Match: *` and overwrites. */
async function conditionBroken(store: BucketStore, request: SandboxRequest): Promise<Refusal | undefined> {
  const none = request.headers["if-none-match"];
  const match = request.headers["if-match"];
  if (none === undefined && match === undefined) return undefined;
  const found = await store.send({ method: "HEAD", url: request.path });
  const exists = found.status === 200;
  const isBroken =
    (none !== undefined && exists && (none === "*" || none === found.headers.etag)) ||
    (match !== undefined && (!exists || (match !== "*" && match !== found.headers.etag)));
  return isBroken
    ? { status: 412, code: "PreconditionFailed", message: "At least one of the pre-conditions did not hold." }
    : undefined;
}

const noObject: SandboxResponse = {
  status: 404,
  headers: { "content-type": "text/plain" },
  body: Buffer.from("Object not found\n"),
};

async function fromCdn(store: BucketStore, request: SandboxRequest): Promise<SandboxResponse> {
  if (request.method === "OPTIONS") return preflight(request);
  if (request.method !== "GET" && request.method !== "HEAD")
    return { status: 405, headers: { allow: "GET, HEAD" } };
  // Dots would lead out of the public bucket, because the emulator resolves them.
  const isOutside = request.path.split("/").some((segment) => [".", ".."].includes(decode(segment)));
  if (isOutside || request.path === "/") return noObject;
  const { range, "if-none-match": none } = request.headers;
  const answer = await store.send({
    method: request.method,
    url: `/${buckets.public}${request.path}`,
    headers: { ...(range ? { range } : {}), ...(none ? { "if-none-match": none } : {}) },
  });
  if (answer.status === 404 || request.path === "/") {
    return {
      status: 404,
      headers: { "content-type": "text/plain" },
      body: Buffer.from("Object not found\n"),
    };
  }
  const cache = answer.headers["cache-control"] ?? "public, max-age=14400";
  return withCors({ ...answer, headers: { ...clean(answer.headers), "cache-control": cache } }, request);
}

function preflight({ headers }: SandboxRequest): SandboxResponse {
  return {
    status: 204,
    headers: {
      "access-control-allow-origin": headers.origin ?? "*",
      "access-control-allow-methods": "GET, HEAD, PUT",
      "access-control-allow-headers": headers["access-control-request-headers"] ?? "content-type",
      "access-control-max-age": "3600",
      vary: "Origin",
    },
  };
}

function withCors(response: SandboxResponse, { headers }: SandboxRequest): SandboxResponse {
  if (!headers.origin) return response;
  const cors = {
    "access-control-allow-origin": headers.origin,
    "access-control-expose-headers": "ETag",
    vary: "Origin",
  };
  return { ...response, headers: { ...response.headers, ...cors } };
}

function refuse({ status, code, message }: Refusal, request?: SandboxRequest): SandboxResponse {
  const body = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  const response = { status, headers: { "content-type": "application/xml" }, body: Buffer.from(body) };
  return request ? withCors(response, request) : response;
}

/** The sending server sets these itself. */
function clean(headers: Record<string, string>): Record<string, string> {
  const { connection: _connection, "transfer-encoding": _encoding, date: _date, ...kept } = headers;
  return kept;
}

function decode(key: string): string {
  try {
    return decodeURIComponent(key);
  } catch {
    return key;
  }
}
