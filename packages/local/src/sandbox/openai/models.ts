import { OpenaiError } from "./errors.ts";

const chatModels =
  /^(?:gpt-4o|gpt-4o-mini|gpt-4\.1(?:-mini|-nano)?|gpt-5(?:\.[1-6])?(?:-mini|-nano|-[a-z]+)?|gpt-6(?:\.\d)?-(?:astra|sol|terra|luna))$/;
const embeddingSizes: Record<string, number> = {
  "text-embedding-3-small": 1536,
  "text-embedding-3-large": 3072,
  "text-embedding-ada-002": 1536,
};
const moderationModels = /^omni-moderation-(?:latest|2024-09-26)$/;

/** The name prices are listed under: without the date of a snapshot. */
export const familyOf = (model: string): string => model.replace(/-\d{4}-\d{2}-\d{2}$/, "");

const unknown = (model: unknown): OpenaiError =>
  new OpenaiError(404, {
    message: `The model \`${String(model)}\` does not exist or you do not have access to it.`,
    code: "model_not_found",
  });

const named = (model: unknown): string => {
  if (typeof model !== "string" || model === "") {
    throw new OpenaiError(400, { message: "you must provide a model parameter" });
  }
  return model;
};

export function chatModel(model: unknown): string {
  if (!chatModels.test(familyOf(named(model)))) throw unknown(model);
  return named(model);
}

export function embeddingModel(model: unknown): { model: string; size: number } {
  const size = embeddingSizes[named(model)];
  if (size === undefined) throw unknown(model);
  return { model: named(model), size };
}

export function moderationModel(model: unknown): string {
  const wanted = model === undefined ? "omni-moderation-latest" : named(model);
  if (!moderationModels.test(wanted)) throw unknown(model);
  return wanted;
}
