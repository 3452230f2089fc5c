import type OpenAI from "openai";
import type { z } from "zod";
import { ProviderError } from "../kit/error.ts";
import { log } from "../kit/log.ts";
import { shapeError } from "./http-error.ts";
import { type Metered, metered } from "./meter.ts";
import { openAi, translateOpenAi, withTimeout } from "./openai.ts";
import { jsonSchema, parse, refused, type TextRequest, tokens } from "./text-answer.ts";

export const textModel = "gpt-4o-mini";
export const fallbackModel = "claude-haiku-4-5";

// Split between the two providers: eight tries in all.
const attemptsEach = 4;

/** Asks a language model for data of a shape; see `generateNamed`. */
export async function generate<Schema extends z.ZodType>(
  request: TextRequest<Schema>,
): Promise<z.output<Schema>> {
  return (await generateNamed(request)).value;
}

/**
 * Asks a language model for data of a shape: OpenAI first, Anthropic when it fails four times.
 * @returns the data, and which model it is from.
 * Throws ProviderError: retryable when both are out, not retryable (`refused`) when the model declined.
 */
export async function generateNamed<Schema extends z.ZodType>(
  request: TextRequest<Schema>,
): Promise<{ value: z.output<Schema>; model: string }> {
  const { purpose } = request;
  try {
    const call = { ...purpose, provider: "openai", model: textModel, kind: "text" as const };
    const value = await metered(call, () => askOpenAi(request), { attempts: attemptsEach });
    return { value, model: textModel };
  } catch (error) {
    // Only the provider's own failure is a reason to ask another: a lost database is none.
    if (!(error instanceof ProviderError) || error.code === "refused") throw error;
    log.warn("text_falls_back", { name: request.name, reason: error.message });
    const call = { ...purpose, provider: "anthropic", model: fallbackModel, kind: "text" as const };
    // Its SDK is as large as all of ours; a container loads it when it needs it, which is seldom.
    const { askAnthropic } = await import("./anthropic.ts");
    const value = await metered(call, () => askAnthropic(fallbackModel, request), { attempts: attemptsEach });
    return { value, model: fallbackModel };
  }
}

async function askOpenAi<Schema extends z.ZodType>(
  request: TextRequest<Schema>,
): Promise<Metered<z.output<Schema>>> {
  const client = await openAi();
  let completion: OpenAI.ChatCompletion;
  try {
    completion = await client.chat.completions.create(
      {
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
      },
      withTimeout(),
    );
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
