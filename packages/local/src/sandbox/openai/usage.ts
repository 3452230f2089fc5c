import type { CallContext } from "../frame/provider.ts";
import type { Prompt } from "../language/prompt.ts";
import { countTokens } from "../language/words.ts";
import { familyOf } from "./models.ts";

/** Four tokens frame each message and three prime the answer, as OpenAI's cookbook counts them. */
export function promptTokens(prompt: Prompt, schema: unknown): number {
  const framed = prompt.turns.reduce((sum, turn) => sum + 4 + countTokens(turn.text), 3);
  const system = prompt.system === "" ? 0 : 4 + countTokens(prompt.system);
  return framed + system + (schema === undefined ? 0 : countTokens(JSON.stringify(schema)));
}

export function billText(call: CallContext, model: string, input: number, output: number): void {
  call.bill({ kind: "text", model: familyOf(model), unit: "token", quantity: input + output, input, output });
}

/** What fits into `limit` tokens, and whether something was cut. */
export function cutTokens(text: string, limit: number | undefined): { text: string; isCut: boolean } {
  if (limit === undefined || countTokens(text) <= limit) return { text, isCut: false };
  return { text: text.slice(0, limit * 4), isCut: true };
}
