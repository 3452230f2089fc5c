import type { Prompt } from "../language/prompt.ts";
import { isSchema, type JsonSchema } from "../language/schema/json-schema.ts";
import { AnthropicError, invalid } from "./errors.ts";
import { schemaViolation } from "./schema-rules.ts";

type Fields = Record<string, unknown>;
const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export type Tool = { name: string; schema: JsonSchema };
export type MessageRequest = {
  model: string;
  maxTokens: number;
  prompt: Prompt;
  /** The tool the answer must use. With `auto` this sandbox answers in words. */
  tool: Tool | undefined;
  schema: JsonSchema | undefined;
  stopSequences: string[];
};

const models =
  /^claude-(?:fable-5-[12]|mythos-5-[12]|haiku-5-5|sonnet-5-5|opus-5-5|sonnet-5|opus-5|opus-4-[5678]|sonnet-4-[56]|haiku-4-5)(?:-\d{8})?$/;

export function readRequest(body: Buffer): MessageRequest {
  const request = parse(body);
  const { model, max_tokens: maxTokens } = request;
  if (typeof model !== "string") throw invalid("model: Field required");
  if (maxTokens === undefined) throw invalid("max_tokens: Field required");
  if (typeof maxTokens !== "number" || !Number.isInteger(maxTokens) || maxTokens < 1) {
    throw invalid("max_tokens: Input should be greater than or equal to 1");
  }
  if (!models.test(model)) throw new AnthropicError(404, "not_found_error", `model: ${model}`);
  if (request.stream === true) throw invalid("stream: this sandbox does not stream");
  return {
    model,
    maxTokens,
    prompt: readPrompt(request),
    tool: readTool(request),
    schema: readSchema(request),
    stopSequences: Array.isArray(request.stop_sequences) ? request.stop_sequences.map(String) : [],
  };
}

function parse(body: Buffer): Fields {
  try {
    const value: unknown = JSON.parse(body.toString("utf8"));
    if (isFields(value)) return value;
  } catch {
    // Falls through to the one answer for every body that is no JSON object.
  }
  throw invalid("The request body is not valid JSON");
}

function readPrompt({ messages, system }: Fields): Prompt {
  if (!Array.isArray(messages)) throw invalid("messages: Field required");
  if (messages.length === 0) throw invalid("messages: at least one message is required");
  const turns = messages.map((message: unknown, index): Prompt["turns"][number] => {
    const role = isFields(message) ? message.role : undefined;
    if (!isFields(message) || (role !== "user" && role !== "assistant")) {
      throw invalid(`messages.${index}.role: Input should be 'user' or 'assistant'`);
    }
    const said = words(message.content);
    if (said === undefined) throw invalid(`messages.${index}.content: Field required`);
    return { role, text: said };
  });
  return { system: words(system) ?? "", turns };
}

function words(content: unknown): string | undefined {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return undefined;
  return content
    .map((block: unknown) => {
      if (!isFields(block)) return "";
      if (block.type === "tool_result") return words(block.content) ?? "";
      if (block.type === "tool_use") return JSON.stringify(block.input);
      return typeof block.text === "string" ? block.text : "";
    })
    .filter(Boolean)
    .join("\n");
}

function readTool({ tools, tool_choice: choice }: Fields): Tool | undefined {
  const known = (Array.isArray(tools) ? tools : []).map((tool: unknown, index): Tool => {
    if (!isFields(tool) || typeof tool.name !== "string")
      throw invalid(`tools.${index}.name: Field required`);
    if (!isSchema(tool.input_schema) || tool.input_schema.type !== "object") {
      throw invalid(`tools.${index}.custom.input_schema.type: Input should be 'object'`);
    }
    const wrong =
      tool.strict === true
        ? schemaViolation(tool.input_schema, `tools.${index}.custom.input_schema`)
        : undefined;
    if (wrong !== undefined) throw invalid(wrong);
    return { name: tool.name, schema: tool.input_schema };
  });
  if (!isFields(choice) || choice.type === "auto" || choice.type === "none") return undefined;
  if (known.length === 0) throw invalid("tool_choice: may only be specified while providing tools");
  if (choice.type === "any") return known[0];
  const tool = known.find(({ name }) => name === choice.name);
  if (!tool) throw invalid(`tool_choice.name: Tool '${String(choice.name)}' not found in provided tools`);
  return tool;
}

function readSchema({ output_config: config }: Fields): JsonSchema | undefined {
  const format = isFields(config) ? config.format : undefined;
  if (format === undefined || format === null) return undefined;
  if (!isFields(format) || format.type !== "json_schema") {
    throw invalid("output_config.format.type: Input should be 'json_schema'");
  }
  const wrong = schemaViolation(format.schema);
  if (wrong !== undefined) throw invalid(wrong);
  return isSchema(format.schema) ? format.schema : undefined;
}
