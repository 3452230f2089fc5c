import type { CallContext } from "../frame/provider.ts";
import { embed } from "../language/embed.ts";
import { countTokens } from "../language/words.ts";
import { wholeNumber } from "./chat.ts";
import { badRequest } from "./errors.ts";
import type { Fields } from "./messages.ts";
import { embeddingModel } from "./models.ts";

const maxItems = 2048;
const maxTokensPerItem = 8192;
const maxTokens = 300_000;

/** `POST /v1/embeddings`. */
export function createEmbeddings(request: Fields, call: CallContext): unknown {
  const { model, size } = embeddingModel(request.model);
  const texts = readInput(request.input);
  const dimensions = wholeNumber(request.dimensions, "dimensions", 1) ?? size;
  if (dimensions > size) {
    throw badRequest(
      `Invalid value for 'dimensions' = ${dimensions}. Must be less than or equal to ${size}.`,
      "dimensions",
    );
  }
  if (request.dimensions !== undefined && model === "text-embedding-ada-002") {
    throw badRequest("This model does not support specifying dimensions.", "dimensions");
  }
  const encoding = request.encoding_format ?? "float";
  if (encoding !== "float" && encoding !== "base64") {
    throw badRequest(
      `Invalid value: '${String(encoding)}'. Supported values are: 'float' and 'base64'.`,
      "encoding_format",
    );
  }
  const tokens = texts.reduce((sum, text) => sum + countTokens(text), 0);
  if (tokens > maxTokens)
    throw badRequest(
      `Requested ${tokens} tokens, max ${maxTokens} tokens per request`,
      "input",
      "max_tokens_per_request",
    );
  call.bill({ kind: "embedding", model, unit: "token", quantity: tokens, input: tokens, output: 0 });
  return {
    object: "list",
    model,
    data: texts.map((text, index) => {
      const vector = embed(text, dimensions);
      return { object: "embedding", index, embedding: encoding === "float" ? [...vector] : base64(vector) };
    }),
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  };
}

function readInput(input: unknown): string[] {
  const items = Array.isArray(input) && !input.every((item) => typeof item === "number") ? input : [input];
  if (items.length === 0 || items.length > maxItems) {
    throw badRequest(`Invalid 'input': expected between 1 and ${maxItems} items.`, "input");
  }
  return items.map((item: unknown) => {
    // Token arrays are embedded by their numbers: equal tokens still give equal vectors.
    const text = Array.isArray(item) ? item.join(" ") : item;
    if (typeof text !== "string")
      throw badRequest("Invalid 'input': expected a string or an array of strings.", "input");
    if (text === "") throw badRequest("Invalid 'input': input cannot be an empty string.", "input");
    if (countTokens(text) > maxTokensPerItem) {
      throw badRequest(`Invalid 'input': maximum input length is ${maxTokensPerItem} tokens.`, "input");
    }
    return text;
  });
}

const base64 = (vector: Float32Array): string =>
  Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString("base64");
