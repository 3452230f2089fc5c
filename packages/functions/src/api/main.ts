import type { Context } from "aws-lambda";
import { handle, type LambdaContext, type LambdaEvent } from "hono/aws-lambda";
import { enterLog } from "../lib/log-context.ts";
import { describe } from "./description.ts";
import { edge } from "./edge.ts";
import { activityRoutes } from "./routes/activity.ts";
import { authRoutes } from "./routes/auth.ts";
import { avatarRoutes } from "./routes/avatars.ts";
import { batchRoutes } from "./routes/batches.ts";
import { candidateRoutes } from "./routes/candidates.ts";
import { costEstimateRoutes } from "./routes/cost-estimates.ts";
import { costExportRoutes } from "./routes/cost-export.ts";
import { costRoutes } from "./routes/costs.ts";
import { datasetRoutes } from "./routes/datasets.ts";
import { draftRoutes } from "./routes/drafts.ts";
import { estimateRoutes } from "./routes/estimates.ts";
import { exportRoutes } from "./routes/exports.ts";
import { healthRoutes } from "./routes/health.ts";
import { identityRoutes } from "./routes/identity.ts";
import { pieceBulkRoutes } from "./routes/piece-bulk.ts";
import { pieceRoutes } from "./routes/pieces.ts";
import { sessionRoutes } from "./routes/sessions.ts";
import { setupRoutes } from "./routes/setup.ts";
import { templateRoutes } from "./routes/templates.ts";
import { trainingRoutes } from "./routes/training.ts";
import { verdictRoutes } from "./routes/verdicts.ts";
import { viewRoutes } from "./routes/views.ts";

const router = edge();

export const app = router
  .route("/", healthRoutes)
  .route("/api/v1/activity", activityRoutes)
  .route("/api/v1/auth", authRoutes)
  .route("/api/v1/auth", sessionRoutes)
  .route("/api/v1/avatars", draftRoutes)
  .route("/api/v1/avatars", avatarRoutes)
  .route("/api/v1/avatars", candidateRoutes)
  .route("/api/v1/avatars", datasetRoutes)
  .route("/api/v1/avatars", setupRoutes)
  .route("/api/v1/avatars", identityRoutes)
  .route("/api/v1/avatars", trainingRoutes)
  .route("/api/v1/avatars", estimateRoutes)
  .route("/api/v1/avatars", verdictRoutes)
  .route("/api/v1/content", batchRoutes)
  // Before the pieces by id, which would take these paths for one.
  .route("/api/v1/content", pieceBulkRoutes)
  .route("/api/v1/content", pieceRoutes)
  .route("/api/v1/content", exportRoutes)
  .route("/api/v1/content", viewRoutes)
  .route("/api/v1/content", templateRoutes)
  .route("/api/v1/costs", costRoutes)
  .route("/api/v1/costs", costEstimateRoutes)
  .route("/api/v1/costs", costExportRoutes);

describe(router);

/** What the web's typed client is made from; only the type crosses. */
export type Api = typeof app;

const respond = handle(app);

export const handler = (event: LambdaEvent, context: Context) => {
  enterLog(context);
  return respond(event, context as unknown as LambdaContext);
};
