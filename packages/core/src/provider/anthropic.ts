import Anthropic from "@anthropic-ai/sdk";
import { transformJSONSchema } from "@anthropic-ai/sdk/lib/transform-json-schema";
import type { z } from "zod";
import { findSecret, secret } from "../kit/config.ts";
import type { ProviderError } from "../kit/error.ts";
import { lazily } from "../kit/lazily.ts";
import { connectionError, retryAfterMs, shapeError, statusError } from "./http-error.ts";
import type { Metered } from "./meter.ts";
import { timeoutNowMs } from "./retry.ts";
import { jsonSchema, parse, refused, type TextRequest, tokens } from "./text-answer.ts";

const connected = lazily(async () => {
  const baseURL = await findSecret("ANTHROPIC_BASE_URL");
  return new Anthropic({
    apiKey: await secret("ANTHROPIC_API_KEY"),
    ...(baseURL ? { baseURL } : {}),
    maxRetries: 0,
  });
});

/** One try at Anthropic's API. Throws ProviderError. */
export async function askAnthropic<Schema extends z.ZodType>(
  model: string,
  request: TextRequest<Schema>,
): Promise<Metered<z.output<Schema>>> {
  const client = await connected();
  let message: Anthropic.Message;
  try {
    message = await client.messages.create(
      {
        model,
        max_tokens: request.maxTokens ?? 1_200,
        system: request.system,
        messages: [{ role: "user", content: request.prompt }],
        // Anthropic refuses lengths and ranges that OpenAI takes; its own transform moves them into descriptions.
        output_config: {
          format: { type: "json_schema", schema: transformJSONSchema(jsonSchema(request.schema)) },
        },
      },
      { timeout: timeoutNowMs({ seconds: 30 }) },
    );
  } catch (error) {
    throw translateAnthropic(error);
  }
  if (!message.usage || !Array.isArray(message.content)) throw shapeError("anthropic", "a message");
  const text = message.content.map((block) => (block.type === "text" ? block.text : "")).join("");
  return {
    providerRef: message.id,
    charges: tokens(model, message.usage.input_tokens, message.usage.output_tokens),
    read: () => {
      if (message.stop_reason === "refusal") throw refused("anthropic", "the model declined");
      return parse("anthropic", request.schema, text);
    },
  };
}

function translateAnthropic(error: unknown): ProviderError {
  if (error instanceof Anthropic.APIConnectionError || !(error instanceof Anthropic.APIError)) {
    return connectionError("anthropic", error);
  }
  if (error.status === undefined) return connectionError("anthropic", error);
  return statusError("anthropic", error.status, error.message, {
    retryAfterMs: retryAfterMs(error.headers?.get("retry-after")),
    cause: error,
  });
}
