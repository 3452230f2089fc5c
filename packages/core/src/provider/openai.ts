import OpenAI from "openai";
import { findSecret, secret } from "../kit/config.ts";
import { ProviderError } from "../kit/error.ts";
import { lazily } from "../kit/lazily.ts";
import { connectionError, retryAfterMs, statusError } from "./http-error.ts";
import { timeoutNowMs } from "./retry.ts";
import { unreadablePicture } from "./unreadable-picture.ts";

/** The SDK's client, one for the container. It never retries by itself: each try has its row in the ledger. */
export const openAi = lazily(async () => {
  const baseURL = await findSecret("OPENAI_BASE_URL");
  return new OpenAI({
    apiKey: await secret("OPENAI_API_KEY"),
    ...(baseURL ? { baseURL } : {}),
    maxRetries: 0,
  });
});

/** For each request of its own, since it depends on when that begins. */
export const withTimeout = (): { timeout: number } => ({ timeout: timeoutNowMs({ seconds: 30 }) });

// A picture's address that could not be fetched is answered as 400 although it may work next time.
const transientCodes = new Set(["invalid_image_url", "failed_to_download_image"]);

/** OpenAI's error in our words. No quota is a matter for a person, so it is not retryable. */
export function translateOpenAi(error: unknown): ProviderError {
  if (error instanceof OpenAI.APIConnectionError || !(error instanceof OpenAI.APIError)) {
    return connectionError("openai", error);
  }
  if (error.status === undefined) return connectionError("openai", error);
  if (error.type === "insufficient_quota") {
    return new ProviderError("openai", "The OpenAI account has no quota left: add credit, then retry.", {
      retryable: false,
      code: "insufficient_quota",
      cause: error,
    });
  }
  const isTransient = error.code !== null && error.code !== undefined && transientCodes.has(error.code);
  // Its codes for a picture that it cannot take all name the image; where there is none, its sentence does.
  if (error.status === 400 && !isTransient && /image/i.test(error.code ?? error.message)) {
    return unreadablePicture("openai", error.message, { cause: error });
  }
  const status = isTransient ? 503 : error.status;
  return statusError("openai", status, error.message, {
    retryAfterMs: retryAfterMs(error.headers?.get("retry-after")),
    ...(error.code ? { code: error.code } : {}),
    cause: error,
  });
}
