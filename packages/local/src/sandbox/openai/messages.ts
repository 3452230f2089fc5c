import type { Prompt } from "../language/prompt.ts";
import { badRequest } from "./errors.ts";

export type Fields = Record<string, unknown>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export function parseBody(body: Buffer): Fields {
  try {
    const value: unknown = JSON.parse(body.toString("utf8"));
    if (isFields(value)) return value;
  } catch {
    // Falls through: a broken body and a body that is no object get the same answer.
  }
  throw badRequest("We could not parse the JSON body of your request. The API expects a JSON payload.");
}

const roles = ["system", "developer", "user", "assistant", "tool", "function"];

/** Chat messages or Responses input as one prompt. `param` names the field in errors. */
export function readMessages(messages: unknown, param: string, instructions: unknown = undefined): Prompt {
  if (typeof messages === "string") {
    return { system: text(instructions), turns: [{ role: "user", text: messages }] };
  }
  if (!Array.isArray(messages) || messages.length === 0) {
    throw badRequest(`Invalid '${param}': expected a non-empty array of messages.`, param);
  }
  const system = [text(instructions)];
  const turns: Prompt["turns"] = [];
  for (const [index, message] of messages.entries()) {
    if (!isFields(message))
      throw badRequest(`Invalid type for '${param}[${index}]': expected an object.`, param);
    if (message.type === "function_call" || message.type === "reasoning") continue;
    const role = message.type === "function_call_output" ? "tool" : message.role;
    if (typeof role !== "string" || !roles.includes(role)) {
      const message_ = `Invalid value: '${String(role)}'. Supported values are: ${roles.map((one) => `'${one}'`).join(", ")}.`;
      throw badRequest(message_, `${param}[${index}].role`, "invalid_value");
    }
    const said = text(message.content ?? message.output);
    if (role === "system" || role === "developer") system.push(said);
    else turns.push({ role: role === "assistant" ? "assistant" : "user", text: said });
  }
  return { system: system.filter(Boolean).join("\n\n"), turns };
}

/** Content is a string or parts; parts that are not text have no words. */
function text(content: unknown): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content
    .map((part: unknown) => (isFields(part) && typeof part.text === "string" ? part.text : ""))
    .filter(Boolean)
    .join("\n");
}
