import type { LambdaContext, LambdaEvent } from "hono/aws-lambda";

/** What a request carries besides itself: the Lambda's event outside, what the edge found out inside. */
export type Environment = {
  Bindings: { event?: LambdaEvent; lambdaContext?: LambdaContext };
  Variables: { requestId: string; sessionId: string };
};
