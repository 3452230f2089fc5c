import { ProviderError } from "../kit/error.ts";

const retryableStatuses = new Set([408, 409, 425, 429]);

/** Reads a Retry-After header: seconds or an HTTP date. Undefined when there is none to read. */
export function retryAfterMs(header: string | null | undefined): number | undefined {
  if (!header) return undefined;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}

/** The error of an HTTP answer. `isPurchase` marks a request that a 5xx may have carried out all the same. */
export function statusError(
  provider: string,
  status: number,
  detail: string,
  options: { isPurchase?: boolean; retryAfterMs?: number | undefined; code?: string; cause?: unknown } = {},
): ProviderError {
  const isServerFault = status >= 500;
  return new ProviderError(provider, `${provider} answered ${status}: ${detail.slice(0, 300)}`, {
    retryable: isServerFault || retryableStatuses.has(status),
    outcomeUnknown: isServerFault && options.isPurchase === true,
    code: options.code ?? `http_${status}`,
    ...(options.retryAfterMs === undefined ? {} : { retryAfterMs: options.retryAfterMs }),
    cause: options.cause,
  });
}

/** The error of a request that got no answer: reset, refused or out of time. */
export function connectionError(provider: string, cause: unknown): ProviderError {
  const detail = cause instanceof Error ? cause.message : String(cause);
  return new ProviderError(provider, `${provider} did not answer: ${detail.slice(0, 300)}`, {
    retryable: true,
    outcomeUnknown: true,
    code: "no_answer",
    cause,
  });
}

/** The error of an answer that does not have the shape asked for. */
export function shapeError(provider: string, expected: string, cause?: unknown): ProviderError {
  return new ProviderError(provider, `${provider} answered something else than ${expected}.`, {
    retryable: true,
    outcomeUnknown: true,
    code: "unexpected_answer",
    cause,
  });
}
