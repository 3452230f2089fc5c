import type { CallContext } from "../frame/provider.ts";
import { refusalOf } from "../language/answer.ts";
import { type Prompt, promptDigest } from "../language/prompt.ts";
import { isSchema } from "../language/schema/json-schema.ts";
import { strictViolation } from "../language/schema/strict.ts";
import { countTokens } from "../language/words.ts";
import { badRequest } from "./errors.ts";
import { answerText, composed, type Format, readFormat } from "./format.ts";
import { type Fields, isFields, readMessages } from "./messages.ts";
import { chatModel } from "./models.ts";
import { billText, cutTokens, promptTokens } from "./usage.ts";

/** `POST /v1/chat/completions`. */
export function completeChat(request: Fields, call: CallContext): unknown {
  const model = chatModel(request.model);
  const prompt = readMessages(request.messages, "messages");
  const format = readFormat(request.response_format, "response_format", prompt);
  const limit = wholeNumber(request.max_completion_tokens ?? request.max_tokens, "max_completion_tokens", 1);
  const count = wholeNumber(request.n, "n", 1) ?? 1;
  if (request.stream === true)
    throw badRequest("This sandbox does not stream; leave 'stream' out.", "stream");
  const seed = call.seed + (typeof request.seed === "number" ? request.seed : 0);
  const tool = chosenTool(request);

  const choices = Array.from({ length: count }, (_, index) =>
    tool ? toolChoice(prompt, tool, seed, index) : textChoice(prompt, format, limit, seed, index),
  );
  const input = promptTokens(prompt, format.type === "json_schema" ? format.schema : tool?.parameters);
  const output = choices.reduce((sum, choice) => sum + choice.tokens, 0);
  billText(call, model, input, output);
  return {
    // Each call has an id of its own, also one that repeats another: it is the reference on the bill.
    id: `chatcmpl-${promptDigest(prompt, request, call.callId).slice(0, 29)}`,
    object: "chat.completion",
    created: Math.floor(call.clock.now().getTime() / 1000),
    model,
    choices: choices.map(({ tokens: _tokens, ...choice }) => choice),
    usage: {
      prompt_tokens: input,
      completion_tokens: output,
      total_tokens: input + output,
      prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
      completion_tokens_details: { reasoning_tokens: 0, audio_tokens: 0 },
    },
    service_tier: "default",
  };
}

function textChoice(prompt: Prompt, format: Format, limit: number | undefined, seed: number, index: number) {
  const refusal = refusalOf(prompt);
  const whole = refusal ?? answerText(prompt, format, seed, index);
  const { text, isCut } = cutTokens(whole, limit);
  return {
    index,
    message: {
      role: "assistant",
      content: refusal === undefined ? text : null,
      refusal: refusal === undefined ? null : text,
      annotations: [],
    },
    logprobs: null,
    finish_reason: isCut ? "length" : "stop",
    tokens: countTokens(text),
  };
}

type Tool = { name: string; parameters: unknown; strict: boolean };

/** The function the request insists on. With `auto` this sandbox answers in words. */
function chosenTool(request: Fields): Tool | undefined {
  const tools = Array.isArray(request.tools) ? request.tools.map(readTool) : [];
  const choice = request.tool_choice;
  const forced = isFields(choice) && isFields(choice.function) ? choice.function.name : undefined;
  if (forced === undefined) return choice === "required" ? tools[0] : undefined;
  const tool = tools.find(({ name }) => name === forced);
  if (!tool)
    throw badRequest(`Tool choice '${String(forced)}' not found in 'tools' parameter.`, "tool_choice");
  return tool;
}

function readTool(tool: unknown, index: number): Tool {
  const definition = isFields(tool) && isFields(tool.function) ? tool.function : {};
  const { name, parameters = { type: "object", properties: {} }, strict } = definition;
  if (typeof name !== "string")
    throw badRequest(`Missing required parameter: 'tools[${index}].function.name'.`, "tools");
  const wrong = strict === true ? strictViolation(parameters) : undefined;
  if (wrong !== undefined) {
    throw badRequest(
      `Invalid schema for function '${name}': ${wrong}`,
      `tools[${index}].function.parameters`,
      "invalid_function_parameters",
    );
  }
  return { name, parameters, strict: strict === true };
}

function toolChoice(prompt: Prompt, tool: Tool, seed: number, index: number) {
  const refusal = refusalOf(prompt);
  if (refusal !== undefined) return textChoice(prompt, { type: "text" }, undefined, seed, index);
  const schema = isSchema(tool.parameters) ? tool.parameters : {};
  const args = JSON.stringify(composed(prompt, schema, tool.name, seed, index));
  const id = `call_${promptDigest(prompt, tool.name, index).slice(0, 24)}`;
  return {
    index,
    message: {
      role: "assistant",
      content: null,
      refusal: null,
      annotations: [],
      tool_calls: [{ id, type: "function", function: { name: tool.name, arguments: args } }],
    },
    logprobs: null,
    finish_reason: "stop",
    tokens: countTokens(args),
  };
}

export function wholeNumber(value: unknown, param: string, minimum: number): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "number" || !Number.isInteger(value)) {
    throw badRequest(`Invalid type for '${param}': expected an integer.`, param, "invalid_type");
  }
  if (value < minimum) {
    throw badRequest(
      `Invalid '${param}': integer below minimum value. Expected a value >= ${minimum}, but got ${value} instead.`,
      param,
      "integer_below_min_value",
    );
  }
  return value;
}
