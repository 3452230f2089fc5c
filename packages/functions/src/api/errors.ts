import { AppError, messageOf, ProviderError } from "@vixen/core/kit/error.ts";
import { log } from "@vixen/core/kit/log.ts";
import type { Context, ErrorHandler } from "hono";
import { HTTPException } from "hono/http-exception";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { databaseFailure } from "./database-failure.ts";
import type { Environment } from "./environment.ts";

/** What is answered: an `AppError`, or a failure that has a status of its own. */
type Refusal = {
  status: number;
  code: string;
  message: string;
  fields?: Record<string, string> | undefined;
  retryAfterSeconds?: number | undefined;
};

/** Every error of the API becomes its answer here, and nowhere else. */
export const onError: ErrorHandler<Environment> = (error, c) => {
  const known = refusalOf(error);
  const where = { requestId: c.get("requestId"), method: c.req.method, path: c.req.path };
  if (known && known.status < 500) log.info("request_refused", { ...where, code: known.code });
  // The whole story is for the log; whoever asked gets a number to ask about.
  else log.error("request_failed", { ...where, reason: messageOf(error), stack: error.stack });
  return answer(c, known ?? internal);
};

/** Answers a refusal in the one shape there is. */
export function answer(c: Context<Environment>, refusal: Refusal): Response {
  const { status, code, message, fields, retryAfterSeconds } = refusal;
  if (retryAfterSeconds !== undefined) c.header("retry-after", String(retryAfterSeconds));
  if (status === 401) c.header("www-authenticate", "Bearer");
  const error = { code, message, docs: `docs/errors.md#${code}`, requestId: c.get("requestId") };
  return c.json({ error: fields ? { ...error, fields } : error }, status as ContentfulStatusCode);
}

const internal: Refusal = {
  status: 500,
  code: "internal",
  message: "Something went wrong on our side. Try again; if it stays, tell us the request id.",
};

function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof AppError) return refusalOfAppError(error);
  if (error instanceof ProviderError) {
    return {
      status: error.retryable ? 503 : 502,
      code: "provider_unavailable",
      message: `A service we depend on (${error.provider}) did not do its part. Try again in a few minutes.`,
      ...(error.retryable ? { retryAfterSeconds: Math.ceil((error.retryAfterMs ?? 30_000) / 1000) } : {}),
    };
  }
  if (error instanceof HTTPException) return refusalOfHono(error);
  return databaseFailure(error);
}

function refusalOfAppError({ status, code, message, fields, retryAfterSeconds }: AppError): Refusal {
  return { status, code, message, fields, retryAfterSeconds };
}

/** Hono's own exceptions come from reading the body. */
function refusalOfHono(error: HTTPException): Refusal | undefined {
  if (error.status === 415) {
    const message = "Send the body as JSON, with the header content-type: application/json.";
    return { status: 415, code: "media_type_unsupported", message };
  }
  if (error.status !== 400) return undefined;
  return {
    status: 400,
    code: "json_invalid",
    message: "The body is not valid JSON. Mend it and send it again.",
  };
}
