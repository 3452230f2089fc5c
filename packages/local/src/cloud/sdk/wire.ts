/** The shapes of AWS's protocols: how a request names its operation, how an answer and an error look. */

import type { IncomingMessage, ServerResponse } from "node:http";

export type SdkRequest = {
  method: string;
  path: string;
  query: string;
  headers: IncomingMessage["headers"];
  body: Buffer;
  service: string;
  /** E.g. `SendMessage`; empty for REST protocols until the service names it. */
  operation: string;
};

export type SdkAnswer = { status: number; headers: Record<string, string>; body: string | Buffer };

/** An error of an AWS service, told to the SDK in its own protocol. */
export class ServiceError extends Error {
  readonly code: string;
  readonly status: number;
  constructor(code: string, message: string, status = 400) {
    super(message);
    this.name = code;
    this.code = code;
    this.status = status;
  }
}

const restServices = new Set(["ses", "lambda", "execute-api"]);

export function jsonAnswer(value: unknown, status = 200, type = "application/x-amz-json-1.1"): SdkAnswer {
  return { status, headers: { "content-type": type }, body: JSON.stringify(value) };
}

export function errorAnswer(service: string, error: ServiceError): SdkAnswer {
  const { code, message, status } = error;
  if (restServices.has(service)) {
    const headers = { "content-type": "application/json", "x-amzn-errortype": code };
    return { status, headers, body: JSON.stringify({ message, Message: message }) };
  }
  const body = JSON.stringify({ __type: `com.amazon.coral.service#${code}`, message, Message: message });
  const headers: Record<string, string> = {
    "content-type":
      service === "sqs" || service === "dynamodb"
        ? "application/x-amz-json-1.0"
        : "application/x-amz-json-1.1",
  };
  // SQS moved from the query protocol; its SDK still takes the old error name from this header.
  if (service === "sqs") headers["x-amzn-query-error"] = `${code};Sender`;
  return { status, headers, body };
}

/** AWS's own sentence for an action that no policy of the caller allows. */
export function accessDenied(
  service: string,
  who: string,
  action: string,
  resource: string,
  explicit: boolean,
): ServiceError {
  // SQS alone writes the action in lower case and calls its error AccessDenied.
  const named = service === "sqs" ? action.toLowerCase() : action;
  const why = explicit
    ? "with an explicit deny in an identity-based policy"
    : `because no identity-based policy allows the ${named} action`;
  const message = `User: ${who} is not authorized to perform: ${named} on resource: ${resource} ${why}`;
  const isRest = restServices.has(service);
  return new ServiceError(
    service === "sqs" ? "AccessDenied" : "AccessDeniedException",
    message,
    service === "sqs" || isRest ? 403 : 400,
  );
}

/**
 * Reads a body up to `limit` bytes; `undefined` means it was longer. The rest of a longer one is read and thrown
 * away, because a connection closed while it is still sending shows the caller a reset instead of our answer.
 */
export function readBody(request: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on("error", reject);
    request.on("aborted", () => reject(new Error("The caller went away while sending.")));
    request.on("data", (chunk: Buffer) => {
      length += chunk.length;
      if (length <= limit) chunks.push(chunk);
      else if (chunks.length > 0) {
        chunks.length = 0;
        resolve(undefined);
      }
    });
    request.on("end", () => {
      if (length > limit) resolve(undefined);
      else resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks));
    });
  });
}

export function send(response: ServerResponse, answer: SdkAnswer): void {
  response.writeHead(answer.status, { ...answer.headers, "content-length": Buffer.byteLength(answer.body) });
  response.end(answer.body);
}
