import { datasetSize, type Info, trainingParameters } from "@vixen/core/avatar/schema.ts";
import { setupEstimate } from "@vixen/core/cost/estimate.ts";
import type { Estimate } from "@vixen/core/cost/schema.ts";
import { datasetModel, faceModel, trainer } from "@vixen/core/provider/models.ts";

/** What the whole setup of such an avatar takes, whatever of it is done already. */
export function estimateOfSetup(avatar: Pick<Info, "preset" | "candidateCount">): Estimate {
  return setupEstimate({
    candidates: avatar.candidateCount,
    datasetImages: datasetSize.keep + datasetSize.over,
    trainingSteps: trainingParameters[avatar.preset].steps,
    faceModel,
    datasetModel,
    trainer: trainer.model,
  });
}
