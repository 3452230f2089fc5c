import type OpenAI from "openai";
import { z } from "zod";
import { shapeError } from "./http-error.ts";
import type { Purpose } from "./ledger.ts";
import { metered } from "./meter.ts";
import { openAi, translateOpenAi } from "./openai.ts";

export const moderationModel = "omni-moderation-latest";

export type Scores = Record<string, number>;

const Answer = z.object({
  id: z.string(),
  model: z.string(),
  results: z.array(z.object({ category_scores: z.record(z.string(), z.number()) })).min(1),
});

/** What the moderation model thinks of a text, per category from 0 to 1. */
export function moderateText(text: string, purpose: Purpose): Promise<{ scores: Scores; model: string }> {
  return moderate([{ type: "text", text }], purpose);
}

/**
 * The same for one JPEG (the endpoint takes one a request). It does not judge minors, hate or harassment in
 * pictures; the face check has to.
 */
export function moderateImage(
  jpeg: Uint8Array,
  purpose: Purpose,
): Promise<{ scores: Scores; model: string }> {
  const url = `data:image/jpeg;base64,${Buffer.from(jpeg).toString("base64")}`;
  return moderate([{ type: "image_url", image_url: { url } }], purpose);
}

async function moderate(input: OpenAI.ModerationMultiModalInput[], purpose: Purpose) {
  return metered({ ...purpose, provider: "openai", model: moderationModel, kind: "moderation" }, async () => {
    const answer = await (await openAi()).moderations
      .create({ model: moderationModel, input })
      .catch((error: unknown) => {
        throw translateOpenAi(error);
      });
    const parsed = Answer.safeParse(answer);
    const result = parsed.data?.results[0];
    if (!parsed.success || !result) throw shapeError("openai", "moderation scores", parsed.error);
    return {
      read: () => ({ scores: result.category_scores, model: parsed.data.model }),
      providerRef: parsed.data.id,
      charges: [{ kind: "moderation" as const, model: moderationModel, unit: "request", quantity: 1 }],
    };
  });
}
