import type { Context } from "aws-lambda";
import { handle, type LambdaContext, type LambdaEvent } from "hono/aws-lambda";
import { enterLog } from "../lib/log-context.ts";
import { edge } from "./edge.ts";
import { generateRoutes } from "./routes/generate.ts";
import { moderationRoutes } from "./routes/moderation.ts";

/** For our own services, which the gateway lets in by their IAM signature. LangGraph stays in this bundle. */
export const app = edge()
  .route("/internal/generate", generateRoutes)
  .route("/internal/moderation", moderationRoutes);

const respond = handle(app);

export const handler = (event: LambdaEvent, context: Context) => {
  enterLog(context);
  return respond(event, context as unknown as LambdaContext);
};
