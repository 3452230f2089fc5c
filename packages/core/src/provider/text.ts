import Anthropic from "@anthropic-ai/sdk";
import { transformJSONSchema } from "@anthropic-ai/sdk/lib/transform-json-schema";
import type OpenAI from "openai";
import { z } from "zod";
import { findSecret, secret } from "../kit/config.ts";
import { ProviderError } from "../kit/error.ts";
import { log } from "../kit/log.ts";
import { connectionError, retryAfterMs, shapeError, statusError } from "./http-error.ts";
import type { Purpose } from "./ledger.ts";
import { type Metered, metered } from "./meter.ts";
import { openAi, translateOpenAi } from "./openai.ts";
import type { Charge } from "./price.ts";
import { requestTimeoutMs } from "./retry.ts";

export const textModel = "gpt-4o-mini";
export const fallbackModel = "claude-haiku-4-5";

export type TextRequest<Schema extends z.ZodType> = {
  /** Names the schema towards the provider: letters, digits, dashes. */
  name: string;
  schema: Schema;
  system: string;
  prompt: string;
  maxTokens?: number;
  purpose: Purpose;
};

// Split between the two providers: eight tries in all.
const attemptsEach = 4;

/**
 * Asks a language model for data of a shape: OpenAI first, Anthropic when it fails four times.
 * Throws ProviderError: retryable when both are out, not retryable (`refused`) when the model declined.
 */
export async function generate<Schema extends z.ZodType>(
  request: TextRequest<Schema>,
): Promise<z.output<Schema>> {
  const { purpose } = request;
  try {
    const call = { ...purpose, provider: "openai", model: textModel, kind: "text" as const };
    return await metered(call, () => askOpenAi(request), { attempts: attemptsEach });
  } catch (error) {
    // Only the provider's own failure is a reason to ask another: a lost database is none.
    if (!(error instanceof ProviderError) || error.code === "refused") throw error;
    log.warn("text_falls_back", { name: request.name, reason: error.message });
    const call = { ...purpose, provider: "anthropic", model: fallbackModel, kind: "text" as const };
    return metered(call, () => askAnthropic(request), { attempts: attemptsEach });
  }
}

async function askOpenAi<Schema extends z.ZodType>(
  request: TextRequest<Schema>,
): Promise<Metered<z.output<Schema>>> {
  const client = await openAi();
  let completion: OpenAI.ChatCompletion;
  try {
    completion = await client.chat.completions.create({
      model: textModel,
      messages: [
        { role: "system", content: request.system },
        { role: "user", content: request.prompt },
      ],
      max_completion_tokens: request.maxTokens ?? 1_200,
      response_format: {
        type: "json_schema",
        json_schema: { name: request.name, strict: true, schema: jsonSchema(request.schema) },
      },
    });
  } catch (error) {
    throw translateOpenAi(error);
  }
  const choice = completion.choices?.[0];
  if (!choice || !completion.usage) throw shapeError("openai", "a chat completion");
  const { prompt_tokens: input, completion_tokens: output } = completion.usage;
  return {
    providerRef: completion.id,
    charges: tokens(textModel, input, output),
    read: () => {
      if (choice.message.refusal) throw refused("openai", choice.message.refusal);
      return parse("openai", request.schema, choice.message.content ?? "");
    },
  };
}

let anthropic: Promise<Anthropic> | undefined;

async function connectAnthropic(): Promise<Anthropic> {
  const baseURL = await findSecret("ANTHROPIC_BASE_URL");
  return new Anthropic({
    apiKey: await secret("ANTHROPIC_API_KEY"),
    ...(baseURL ? { baseURL } : {}),
    maxRetries: 0,
    timeout: requestTimeoutMs({ seconds: 30 }),
  });
}

async function askAnthropic<Schema extends z.ZodType>(
  request: TextRequest<Schema>,
): Promise<Metered<z.output<Schema>>> {
  anthropic ??= connectAnthropic();
  const client = await anthropic;
  let message: Anthropic.Message;
  try {
    message = await client.messages.create({
      model: fallbackModel,
      max_tokens: request.maxTokens ?? 1_200,
      system: request.system,
      messages: [{ role: "user", content: request.prompt }],
      // Anthropic refuses lengths and ranges that OpenAI takes; its own transform moves them into descriptions.
      output_config: {
        format: { type: "json_schema", schema: transformJSONSchema(jsonSchema(request.schema)) },
      },
    });
  } catch (error) {
    throw translateAnthropic(error);
  }
  if (!message.usage || !Array.isArray(message.content)) throw shapeError("anthropic", "a message");
  const text = message.content.map((block) => (block.type === "text" ? block.text : "")).join("");
  return {
    providerRef: message.id,
    charges: tokens(fallbackModel, message.usage.input_tokens, message.usage.output_tokens),
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

const tokens = (model: string, input: number, output: number): Charge[] => [
  { kind: "text", model, unit: "input_token", quantity: input },
  { kind: "text", model, unit: "output_token", quantity: output },
];

function refused(provider: string, reason: string): ProviderError {
  return new ProviderError(provider, `${provider} declined to write this: ${reason}`, {
    retryable: false,
    code: "refused",
  });
}

function parse<Schema extends z.ZodType>(provider: string, schema: Schema, text: string): z.output<Schema> {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    throw shapeError(provider, "whole JSON", error);
  }
  const parsed = schema.safeParse(data);
  if (!parsed.success)
    throw shapeError(provider, `data of the shape asked for (${parsed.error.message})`, parsed.error);
  return parsed.data;
}

/** Both providers want every field required and no others; zod says that of its objects by itself. */
function jsonSchema(schema: z.ZodType): { [key: string]: unknown } {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { target: "draft-7" });
  return rest;
}
