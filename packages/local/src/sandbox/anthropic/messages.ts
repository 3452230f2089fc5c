import type { CallContext } from "../frame/provider.ts";
import { answerInSchema, answerInText, refusalOf } from "../language/answer.ts";
import { type Prompt, promptDigest } from "../language/prompt.ts";
import { SchemaError } from "../language/schema/json-schema.ts";
import { PatternError } from "../language/schema/pattern.ts";
import { countTokens } from "../language/words.ts";
import { invalid } from "./errors.ts";
import type { MessageRequest } from "./request.ts";

type Answer = { content: unknown[]; stopReason: string; stopSequence: string | null; tokens: number };

/** `POST /v1/messages`. */
export function createMessage(request: MessageRequest, call: CallContext): unknown {
  const { model, prompt, tool, schema } = request;
  const answer = write(request, call.seed);
  const shape = tool?.schema ?? schema;
  const input = promptTokens(prompt) + (shape === undefined ? 0 : countTokens(JSON.stringify(shape)));
  call.bill({
    kind: "text",
    model: model.replace(/-\d{8}$/, ""),
    unit: "token",
    quantity: input + answer.tokens,
    input,
    output: answer.tokens,
  });
  return {
    // Each call has an id of its own, also one that repeats another: it is the reference on the bill.
    id: `msg_${promptDigest(prompt, model, tool?.name, call.callId).slice(0, 24)}`,
    type: "message",
    role: "assistant",
    model,
    content: answer.content,
    stop_reason: answer.stopReason,
    stop_sequence: answer.stopSequence,
    usage: {
      input_tokens: input,
      output_tokens: answer.tokens,
      cache_creation_input_tokens: 0,
      cache_read_input_tokens: 0,
      service_tier: "standard",
    },
  };
}

function write(request: MessageRequest, seed: number): Answer {
  const { prompt, tool, schema, maxTokens } = request;
  const refusal = refusalOf(prompt);
  if (refusal !== undefined) return said(refusal, "refusal");
  try {
    if (tool) return useTool(request, tool.name, answerInSchema(prompt, tool.schema, tool.name, seed));
    const text = schema
      ? JSON.stringify(answerInSchema(prompt, schema, "", seed))
      : answerInText(prompt, seed);
    return stopped(text, request, maxTokens);
  } catch (error) {
    if (error instanceof SchemaError || error instanceof PatternError) throw invalid(error.message);
    throw error;
  }
}

function useTool(request: MessageRequest, name: string, input: unknown): Answer {
  const tokens = countTokens(JSON.stringify(input));
  // A tool call that is cut has no parseable input: the service then gives an empty one.
  const isCut = tokens > request.maxTokens;
  const id = `toolu_${promptDigest(request.prompt, name).slice(0, 24)}`;
  return {
    content: [{ type: "tool_use", id, name, input: isCut ? {} : input }],
    stopReason: isCut ? "max_tokens" : "tool_use",
    stopSequence: null,
    tokens: Math.min(tokens, request.maxTokens),
  };
}

function stopped(text: string, { stopSequences }: MessageRequest, maxTokens: number): Answer {
  if (countTokens(text) > maxTokens) return said(text.slice(0, maxTokens * 4), "max_tokens");
  const sequence = stopSequences.find((one) => one !== "" && text.includes(one));
  if (sequence === undefined) return said(text, "end_turn");
  return { ...said(text.slice(0, text.indexOf(sequence)), "stop_sequence"), stopSequence: sequence };
}

const said = (text: string, stopReason: string): Answer => ({
  content: [{ type: "text", text }],
  stopReason,
  stopSequence: null,
  tokens: countTokens(text),
});

const promptTokens = (prompt: Prompt): number =>
  prompt.turns.reduce((sum, turn) => sum + 4 + countTokens(turn.text), 3 + countTokens(prompt.system));
