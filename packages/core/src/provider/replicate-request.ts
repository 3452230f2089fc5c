import Replicate from "replicate";
import type { z } from "zod";
import { findSecret, secret } from "../kit/config.ts";
import { ProviderError } from "../kit/error.ts";
import { lazily } from "../kit/lazily.ts";
import { connectionError, retryAfterMs, shapeError, statusError } from "./http-error.ts";
import { timeoutNowMs } from "./retry.ts";

// The SDK repeats a POST whose answer was lost, which would buy twice, and a GET that failed five times at once.
// This fetch tries once and hands every failure back as an answer the SDK does not repeat (it repeats 429 and
// what is above 499); `request` turns it into our error.
const noAnswer = 498;
const throttled = 499;

async function fetchOnce(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const signal = AbortSignal.timeout(timeoutNowMs({ seconds: 20 }));
  try {
    const response = await fetch(input, { ...init, signal });
    if (response.status === 429) {
      return new Response(await response.text(), { status: throttled, headers: response.headers });
    }
    if (response.status >= 500 && init?.method === "GET") {
      return new Response(await response.text(), { status: noAnswer });
    }
    return response;
  } catch (error) {
    return new Response(error instanceof Error ? error.message : String(error), { status: noAnswer });
  }
}

const connected = lazily(async () => {
  const [auth, baseUrl] = [await secret("REPLICATE_API_TOKEN"), await findSecret("REPLICATE_BASE_URL")];
  return new Replicate({ auth, fetch: fetchOnce as typeof fetch, ...(baseUrl ? { baseUrl } : {}) });
});

/** Asks the API once. Throws ProviderError, also for an answer that has not the shape. */
export async function request<Shape extends z.ZodType>(
  method: "GET" | "POST" | "DELETE",
  route: string,
  shape: Shape,
  data?: object,
): Promise<z.output<Shape>> {
  const replicate = await connected();
  let answer: unknown;
  try {
    const target = route.startsWith("http") ? new URL(route) : route;
    const response = await replicate.request(target, { method, ...(data ? { data } : {}) });
    const text = await response.text();
    answer = text === "" ? undefined : JSON.parse(text);
  } catch (error) {
    throw translate(error, method === "POST");
  }
  const parsed = shape.safeParse(answer);
  if (!parsed.success)
    throw shapeError("replicate", `the documented answer of ${method} ${route.split("?")[0]}`, parsed.error);
  return parsed.data;
}

function translate(error: unknown, isPurchase: boolean): ProviderError {
  const response = (error as { response?: Response }).response;
  if (!response) return connectionError("replicate", error);
  const detail = error instanceof Error ? error.message : String(error);
  if (response.status === noAnswer) return connectionError("replicate", error);
  if (response.status === throttled) {
    const named = /resets in ~?(\d+)\s*s/.exec(detail)?.[1];
    return statusError("replicate", 429, detail, {
      retryAfterMs:
        retryAfterMs(response.headers.get("retry-after")) ?? (named ? Number(named) * 1000 : undefined),
      cause: error,
    });
  }
  if (response.status === 402) return unpaid(error);
  return statusError("replicate", response.status, detail, { isPurchase, cause: error });
}

/** Nothing was bought and nothing will be, until somebody pays: no repetition, and a code of its own. */
function unpaid(cause: unknown): ProviderError {
  const message =
    "Replicate's account has no credit left. Add some at replicate.com/account/billing, then retry.";
  return new ProviderError("replicate", message, { retryable: false, code: "provider_unpaid", cause });
}
