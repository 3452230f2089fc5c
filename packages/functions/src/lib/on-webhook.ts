import { AppError, messageOf } from "@vixen/core/kit/error.ts";
import { log } from "@vixen/core/kit/log.ts";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from "aws-lambda";
import { enterLog } from "./log-context.ts";

export type RawWebhook = {
  headers: Record<string, string | undefined>;
  query: Record<string, string | undefined>;
  body: string;
};

/**
 * Takes a third party's webhook with the bytes as they came, since its signature covers those. A refusal says
 * why; our own failure is a 500, so that the sender tries again.
 */
export function onWebhook(run: (webhook: RawWebhook) => Promise<void>) {
  return async (
    event: APIGatewayProxyEventV2,
    context: Context,
  ): Promise<APIGatewayProxyStructuredResultV2> => {
    enterLog(context);
    const body = event.body ?? "";
    try {
      await run({
        headers: event.headers,
        query: event.queryStringParameters ?? {},
        body: event.isBase64Encoded ? Buffer.from(body, "base64").toString("utf8") : body,
      });
      return { statusCode: 200, body: "" };
    } catch (error) {
      const requestId = context.awsRequestId;
      if (error instanceof AppError) {
        log.warn("webhook_refused", { code: error.code });
        return answer(error.status, { code: error.code, message: error.message, requestId });
      }
      log.error("webhook_failed", {
        reason: messageOf(error),
        stack: error instanceof Error ? error.stack : undefined,
      });
      return answer(500, { code: "internal", message: "Something went wrong on our side.", requestId });
    }
  };
}

function answer(statusCode: number, error: Record<string, string>): APIGatewayProxyStructuredResultV2 {
  return { statusCode, headers: { "content-type": "application/json" }, body: JSON.stringify({ error }) };
}
