import type OpenAI from "openai";
import { z } from "zod";
import { shapeError } from "./http-error.ts";
import type { Purpose } from "./ledger.ts";
import { metered } from "./meter.ts";
import { openAi, translateOpenAi, withTimeout } from "./openai.ts";

export const moderationModel = "omni-moderation-latest";

export type Scores = Record<string, number>;

const Answer = z.object({
  id: z.string(),
  model: z.string(),
  results: z.array(z.object({ category_scores: z.record(z.string(), z.number()) })).min(1),
});

/** What the moderation model thinks of each text, per category from 0 to 1, by one request and in order. */
export async function moderateTexts(
  texts: string[],
  purpose: Purpose,
): Promise<{ scores: Scores[]; model: string }> {
  return moderate(texts, texts.length, purpose);
}

/**
 * The same for one JPEG (the endpoint takes one a request). It does not judge minors, hate or harassment in
 * pictures; the face check has to.
 */
export async function moderateImage(
  jpeg: Uint8Array,
  purpose: Purpose,
): Promise<{ scores: Scores; model: string }> {
  const url = `data:image/jpeg;base64,${Buffer.from(jpeg).toString("base64")}`;
  const { scores, model } = await moderate([{ type: "image_url", image_url: { url } }], 1, purpose);
  return { scores: scores[0] ?? {}, model };
}

/** `subjects` is how many judgements the input asks for: one for each of several texts, one for a picture. */
async function moderate(
  input: OpenAI.ModerationCreateParams["input"],
  subjects: number,
  purpose: Purpose,
): Promise<{ scores: Scores[]; model: string }> {
  return metered({ ...purpose, provider: "openai", model: moderationModel, kind: "moderation" }, async () => {
    const answer = await (await openAi()).moderations
      .create({ model: moderationModel, input }, withTimeout())
      .catch((error: unknown) => {
        throw translateOpenAi(error);
      });
    const parsed = Answer.safeParse(answer);
    if (!parsed.success || parsed.data.results.length !== subjects) {
      throw shapeError("openai", `moderation scores of ${subjects} subjects`, parsed.error);
    }
    return {
      read: () => ({
        scores: parsed.data.results.map((result) => result.category_scores),
        model: parsed.data.model,
      }),
      providerRef: parsed.data.id,
      charges: [{ kind: "moderation" as const, model: moderationModel, unit: "request", quantity: 1 }],
    };
  });
}
