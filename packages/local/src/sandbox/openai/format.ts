import { answerInJson, answerInSchema, answerInText } from "../language/answer.ts";
import { type Prompt, wholeText } from "../language/prompt.ts";
import { isSchema, type JsonSchema, SchemaError } from "../language/schema/json-schema.ts";
import { PatternError } from "../language/schema/pattern.ts";
import { strictViolation } from "../language/schema/strict.ts";
import { badRequest } from "./errors.ts";
import { isFields } from "./messages.ts";

/** How the answer is to be shaped, whichever endpoint asked. */
export type Format =
  | { type: "text" }
  | { type: "json_object" }
  | { type: "json_schema"; name: string; schema: JsonSchema };

/** Reads and checks `response_format` (chat) or `text.format` (responses) as strictly as OpenAI does. */
export function readFormat(format: unknown, param: string, prompt: Prompt): Format {
  if (format === undefined || format === null) return { type: "text" };
  if (!isFields(format)) throw badRequest(`Invalid type for '${param}': expected an object.`, param);
  switch (format.type) {
    case "text":
      return { type: "text" };
    case "json_object":
      if (!/json/i.test(wholeText(prompt))) {
        throw badRequest(
          `'messages' must contain the word 'json' in some form, to use '${param}' of type 'json_object'.`,
          "messages",
        );
      }
      return { type: "json_object" };
    case "json_schema":
      return readSchema(isFields(format.json_schema) ? format.json_schema : format, param);
    default:
      throw badRequest(
        `Invalid value: '${String(format.type)}'. Supported values are: 'json_object', 'json_schema', and 'text'.`,
        `${param}.type`,
        "invalid_value",
      );
  }
}

function readSchema(format: Record<string, unknown>, param: string): Format {
  const { name, schema, strict } = format;
  if (typeof name !== "string" || name === "") {
    throw badRequest(
      `Missing required parameter: '${param}.name'.`,
      `${param}.name`,
      "missing_required_parameter",
    );
  }
  if (!/^[\w-]{1,64}$/.test(name)) {
    throw badRequest(
      `Invalid '${param}.name': string does not match pattern. Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$' of at most 64 characters.`,
      `${param}.name`,
      "invalid_value",
    );
  }
  const wrong =
    strict === true ? strictViolation(schema) : isSchema(schema) ? undefined : "a schema is missing.";
  if (wrong !== undefined) {
    throw badRequest(`Invalid schema for response_format '${name}': ${wrong}`, param, "invalid_json_schema");
  }
  return { type: "json_schema", name, schema: schema as JsonSchema };
}

/** The answer's text. A schema the composer cannot meet is refused as OpenAI refuses one it cannot compile. */
export function answerText(prompt: Prompt, format: Format, seed: number, variant: number): string {
  if (format.type === "text") return answerInText(prompt, seed, variant);
  if (format.type === "json_object") return JSON.stringify(answerInJson(prompt, seed, variant));
  return JSON.stringify(composed(prompt, format.schema, format.name, seed, variant));
}

export function composed(prompt: Prompt, schema: JsonSchema, name: string, seed: number, variant: number) {
  try {
    return answerInSchema(prompt, schema, name, seed, variant);
  } catch (error) {
    if (error instanceof SchemaError || error instanceof PatternError) {
      throw badRequest(
        `Invalid schema for response_format '${name}': ${error.message}`,
        "response_format",
        "invalid_json_schema",
      );
    }
    throw error;
  }
}
