import { createHash } from "node:crypto";

/** A request's words, whatever API they came through. */
export type Prompt = { system: string; turns: { role: "user" | "assistant"; text: string }[] };

export const userText = (prompt: Prompt): string =>
  prompt.turns
    .filter((turn) => turn.role === "user")
    .map((turn) => turn.text)
    .join("\n\n");

export const lastUserText = (prompt: Prompt): string =>
  prompt.turns.findLast((turn) => turn.role === "user")?.text ?? "";

export const wholeText = (prompt: Prompt): string =>
  [prompt.system, ...prompt.turns.map((turn) => turn.text)].join("\n\n");

/** Equal requests share it; nothing of time, ids or chance goes in. */
export const promptDigest = (prompt: Prompt, ...more: unknown[]): string =>
  createHash("sha256")
    .update(JSON.stringify([prompt, ...more]))
    .digest("hex");
