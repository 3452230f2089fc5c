import { createHash } from "node:crypto";
import type { Provider, SandboxRequest } from "../frame/provider.ts";
import { createDice } from "../language/dice.ts";
import { AnthropicError, errorResponse, faultBody, invalid } from "./errors.ts";
import { createMessage } from "./messages.ts";
import { readRequest } from "./request.ts";

const maxBodyBytes = 32 * 1024 * 1024;

/** Anthropic's Messages API at the HTTP line. */
export const anthropic: Provider = {
  name: "anthropic",
  errorBody: faultBody,
  handle: async (request, call) => {
    const digest = createHash("sha256").update(request.body).digest("hex");
    const requestId = `req_${digest.slice(0, 24)}`;
    try {
      checkRequest(request);
      const body = createMessage(readRequest(request.body), call);
      // Nominal, and decided by the request alone.
      await call.clock.delay(createDice(`latency/${call.seed}/${digest}`).integer(300, 700));
      return { status: 200, headers: { "request-id": requestId, ...rateHeaders(call.clock.now()) }, body };
    } catch (error) {
      if (!(error instanceof AnthropicError)) throw error;
      return errorResponse(error, requestId);
    }
  },
};

function checkRequest(request: SandboxRequest): void {
  // SDK 1.x sends the key as a bearer token; x-api-key is what the API's pages and older SDKs use.
  const key = request.headers["x-api-key"] ?? /^Bearer (\S+)$/.exec(request.headers.authorization ?? "")?.[1];
  if (key === undefined)
    throw new AnthropicError(401, "authentication_error", "x-api-key header is required");
  if (key.startsWith("sk-invalid"))
    throw new AnthropicError(401, "authentication_error", "invalid x-api-key");
  if (request.path !== "/v1/messages" || request.method !== "POST") {
    throw new AnthropicError(404, "not_found_error", `Not found: ${request.method} ${request.path}`);
  }
  if (request.headers["anthropic-version"] === undefined)
    throw invalid("anthropic-version: header is required");
  if (request.body.length > maxBodyBytes) {
    throw new AnthropicError(413, "request_too_large", "Request exceeds the maximum size");
  }
}

const rateHeaders = (now: Date): Record<string, string> => ({
  "anthropic-ratelimit-requests-limit": "4000",
  "anthropic-ratelimit-requests-remaining": "3999",
  "anthropic-ratelimit-requests-reset": now.toISOString(),
  "anthropic-ratelimit-tokens-limit": "480000",
  "anthropic-ratelimit-tokens-remaining": "480000",
  "anthropic-ratelimit-tokens-reset": now.toISOString(),
});
