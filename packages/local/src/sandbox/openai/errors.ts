import type { SandboxResponse } from "../frame/provider.ts";

type ApiError = { type: string; code: string | null; param: string | null; message: string };

/** An answer that is an error, thrown from anywhere below the provider's `handle`. */
export class OpenaiError extends Error {
  readonly status: number;
  readonly error: ApiError;

  constructor(status: number, error: Partial<ApiError> & { message: string }) {
    super(error.message);
    this.status = status;
    this.error = { type: "invalid_request_error", code: null, param: null, ...error };
  }
}

export const errorResponse = ({ status, error }: { status: number; error: ApiError }): SandboxResponse => ({
  status,
  body: { error },
});

export const badRequest = (
  message: string,
  param: string | null = null,
  code: string | null = null,
): OpenaiError => new OpenaiError(400, { message, param, code });

/** What a fault of the frame looks like when it comes from OpenAI. */
export function faultBody(status: 429 | 500 | 503): SandboxResponse {
  if (status === 429) {
    return {
      status,
      headers: {
        "retry-after": "1",
        "x-ratelimit-limit-requests": "500",
        "x-ratelimit-remaining-requests": "0",
        "x-ratelimit-reset-requests": "1s",
        "x-ratelimit-limit-tokens": "200000",
        "x-ratelimit-remaining-tokens": "0",
        "x-ratelimit-reset-tokens": "1s",
      },
      body: {
        error: {
          message: "Rate limit reached for requests per minute. Please try again in 1s.",
          type: "requests",
          param: null,
          code: "rate_limit_exceeded",
        },
      },
    };
  }
  const error =
    status === 500
      ? {
          message: "The server had an error while processing your request.",
          code: null,
          type: "server_error",
        }
      : {
          message: "The server is overloaded. Please retry later.",
          code: "server_is_overloaded",
          type: "server_error",
        };
  return { status, body: { error: { ...error, param: null } } };
}
