import type { CallContext } from "../frame/provider.ts";
import { refusalOf } from "../language/answer.ts";
import { promptDigest } from "../language/prompt.ts";
import { countTokens } from "../language/words.ts";
import { wholeNumber } from "./chat.ts";
import { badRequest } from "./errors.ts";
import { answerText, readFormat } from "./format.ts";
import { type Fields, isFields, readMessages } from "./messages.ts";
import { chatModel } from "./models.ts";
import { billText, cutTokens, promptTokens } from "./usage.ts";

/** `POST /v1/responses`, always in the foreground and never stored. */
export function createResponse(request: Fields, call: CallContext): unknown {
  const model = chatModel(request.model);
  const prompt = readMessages(request.input, "input", request.instructions);
  const format = readFormat(isFields(request.text) ? request.text.format : undefined, "text.format", prompt);
  const limit = wholeNumber(request.max_output_tokens, "max_output_tokens", 16);
  for (const unsupported of ["stream", "background", "previous_response_id", "conversation"]) {
    if (request[unsupported]) throw badRequest(`This sandbox does not take '${unsupported}'.`, unsupported);
  }
  const refusal = refusalOf(prompt);
  const { text, isCut } = cutTokens(refusal ?? answerText(prompt, format, call.seed, 0), limit);
  const input = promptTokens(prompt, format.type === "json_schema" ? format.schema : undefined);
  const output = countTokens(text);
  billText(call, model, input, output);
  const digest = promptDigest(prompt, request);
  const now = Math.floor(call.clock.now().getTime() / 1000);
  const status = isCut ? "incomplete" : "completed";
  return {
    id: `resp_${digest.slice(0, 48)}`,
    object: "response",
    created_at: now,
    completed_at: now,
    status,
    error: null,
    incomplete_details: isCut ? { reason: "max_output_tokens" } : null,
    instructions: request.instructions ?? null,
    max_output_tokens: limit ?? null,
    model,
    output: [
      {
        id: `msg_${digest.slice(0, 48)}`,
        type: "message",
        role: "assistant",
        status,
        content: [
          refusal === undefined
            ? { type: "output_text", text, annotations: [], logprobs: [] }
            : { type: "refusal", refusal: text },
        ],
      },
    ],
    parallel_tool_calls: true,
    previous_response_id: null,
    store: request.store ?? true,
    temperature: request.temperature ?? 1,
    text: { format: isFields(request.text) ? (request.text.format ?? { type: "text" }) : { type: "text" } },
    tool_choice: "auto",
    tools: [],
    top_p: request.top_p ?? 1,
    usage: {
      input_tokens: input,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: output,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: input + output,
    },
    metadata: request.metadata ?? {},
  };
}
