import { createRoute, z } from "@hono/zod-openapi";
import * as Avatar from "@vixen/core/avatar/avatar.ts";
import * as LoraOverview from "@vixen/core/avatar/lora-overview.ts";
import * as AvatarSchema from "@vixen/core/avatar/schema.ts";
import { estimateOfSetup } from "@vixen/core/avatar/setup-estimate.ts";
import {
  faceEstimate,
  identityEstimate,
  pictureEstimate,
  trainingEstimate,
} from "@vixen/core/cost/estimate.ts";
import type { Estimate } from "@vixen/core/cost/schema.ts";
import { idSchema } from "@vixen/core/kit/id.ts";
import { datasetModel, faceModel, trainer } from "@vixen/core/provider/models.ts";
import { inTransaction, signedIn } from "../auth.ts";
import { bearer, failures, json } from "../contract.ts";
import { createRouter } from "../router.ts";
import { EstimateView } from "./cost-estimates.ts";

const Query = z.object({
  of: z.enum(["setup", "identity", "face", "picture", "training"]).default("setup"),
  /** For a training: another preset than the avatar's. */
  preset: z.enum(AvatarSchema.presets).optional(),
});

const get = createRoute({
  tags: ["avatars"],
  middleware: signedIn,
  security: bearer,
  method: "get",
  path: "/{avatarId}/estimate",
  summary: "What the setup costs and takes in all, or one more text, face, picture or training.",
  request: { params: z.object({ avatarId: idSchema("avatar") }), query: Query },
  responses: { 200: json(EstimateView, "The estimate."), ...failures },
});

export const estimateRoutes = createRouter().openapi(get, async (c) => {
  const query = c.req.valid("query");
  const estimate = await inTransaction(c, async () =>
    estimateOf(await Avatar.get(c.req.valid("param").avatarId), query),
  );
  return c.json(estimate, 200);
});

async function estimateOf(avatar: AvatarSchema.Info, query: z.infer<typeof Query>): Promise<Estimate> {
  switch (query.of) {
    case "setup":
      return estimateOfSetup(avatar);
    case "identity":
      return identityEstimate();
    case "face":
      return faceEstimate(faceModel);
    case "picture":
      return pictureEstimate(datasetModel);
    case "training": {
      const { steps } = AvatarSchema.trainingParameters[query.preset ?? avatar.preset];
      // The account's own pace is better than the trainer's, for the time; the price goes by the usual one.
      const seconds = await LoraOverview.expectedSecondsOf(steps);
      return { ...trainingEstimate({ trainer: trainer.model, steps }), seconds };
    }
  }
}
