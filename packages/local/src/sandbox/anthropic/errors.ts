import type { SandboxResponse } from "../frame/provider.ts";

export class AnthropicError extends Error {
  readonly status: number;
  readonly type: string;

  constructor(status: number, type: string, message: string) {
    super(message);
    this.status = status;
    this.type = type;
  }
}

export const invalid = (message: string): AnthropicError =>
  new AnthropicError(400, "invalid_request_error", message);

export const errorResponse = (error: AnthropicError, requestId: string): SandboxResponse => ({
  status: error.status,
  headers: { "request-id": requestId },
  body: { type: "error", error: { type: error.type, message: error.message }, request_id: requestId },
});

/** What a fault of the frame looks like when it comes from Anthropic: its overload is 529, not 503. */
export function faultBody(status: 429 | 500 | 503): SandboxResponse {
  const requestId = "req_fault";
  if (status === 429) {
    const limited = new AnthropicError(429, "rate_limit_error", "This request would exceed your rate limit.");
    const response = errorResponse(limited, requestId);
    return {
      ...response,
      headers: {
        ...response.headers,
        "retry-after": "1",
        "anthropic-ratelimit-requests-limit": "50",
        "anthropic-ratelimit-requests-remaining": "0",
      },
    };
  }
  return status === 500
    ? errorResponse(new AnthropicError(500, "api_error", "Internal server error"), requestId)
    : errorResponse(new AnthropicError(529, "overloaded_error", "Overloaded"), requestId);
}
