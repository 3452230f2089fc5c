import { AppError } from "../kit/error.ts";
import { screenPrompt } from "../safety/hard-block.ts";

/** Throws AppError `prompt_blocked` when a text asks for what may not be made here. */
export function refuseBlocked(fields: Record<string, unknown>): void {
  for (const [field, value] of Object.entries(fields)) {
    const [reason] = typeof value === "string" ? screenPrompt(value) : [];
    if (reason) {
      const message = "This cannot be made here: personas are fictional adults and nothing is explicit.";
      throw new AppError("input", "prompt_blocked", `${message} Reword ${field}.`, {
        fields: { [field]: `${message} (${reason.code})` },
      });
    }
  }
}
