import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { Webhook, WebhookVerificationError } from "standardwebhooks";
import { z } from "zod";
import type * as Actor from "../kit/actor.ts";
import { sqs } from "../kit/aws.ts";
import { secret, setting } from "../kit/config.ts";
import { AppError } from "../kit/error.ts";
import { forget, wasSeen } from "../kit/hint.ts";
import { idSchema } from "../kit/id.ts";
import { queues } from "../kit/queue.ts";

const Body = z.object({ id: z.string().min(1).max(100), status: z.string() });
const Query = z.object({
  attempt: idSchema("attempt").optional(),
  kind: z.enum(["prediction", "training"]).default("prediction"),
});
// Longer than a signature is accepted: by then a replay is refused for its age.
const rememberedSeconds = 10 * 60;
const ended = new Set(["succeeded", "failed", "canceled", "aborted"]);

/**
 * Takes Replicate's webhook: verifies the signature over the raw bytes (Standard Webhooks, five minutes of
 * tolerance), then only points a collector at the object. It asks no database, so it answers while there is
 * none. One that came before is answered and not passed on; that is a courtesy to the collector, who survives it.
 * Throws AppError `signature_invalid`, `body_invalid`.
 */
export async function receive(webhook: {
  headers: Record<string, string | undefined>;
  query: Record<string, string | undefined>;
  body: string;
}): Promise<void> {
  const { id, status, deliveryId } = await verify(webhook);
  if (!ended.has(status)) return;
  const query = Query.safeParse(webhook.query);
  const { attempt: attemptId, kind } = query.success
    ? query.data
    : { attempt: undefined, kind: "prediction" as const };
  const message = queues["provider-event"].schema.parse({
    provider: "replicate",
    kind,
    id,
    ...(attemptId ? { attemptId } : {}),
  });
  const actor: Actor.Info = { type: "system", name: "replicate-webhook" };
  const envelope = { id: deliveryId, actor, body: message };
  const hint = `webhook.replicate.${deliveryId}`;
  if (await wasSeen(hint, rememberedSeconds)) return;
  try {
    await sqs().send(
      new SendMessageCommand({
        QueueUrl: setting(queues["provider-event"].setting),
        MessageBody: JSON.stringify(envelope),
      }),
    );
  } catch (error) {
    // Welcome again. Whoever dies before this line leaves the object to the sweep, as a webhook that never came does.
    await forget(hint);
    throw error;
  }
}

async function verify(
  webhook: Parameters<typeof receive>[0],
): Promise<z.infer<typeof Body> & { deliveryId: string }> {
  const headers = Object.fromEntries(
    Object.entries(webhook.headers).map(([name, value]) => [name.toLowerCase(), value ?? ""]),
  );
  let payload: unknown;
  try {
    payload = new Webhook(await secret("REPLICATE_WEBHOOK_SECRET")).verify(webhook.body, headers);
  } catch (error) {
    if (error instanceof WebhookVerificationError) {
      const message = `The webhook's signature was not accepted: ${error.message}. Send the untouched body with a current timestamp.`;
      throw new AppError("auth", "signature_invalid", message);
    }
    if (error instanceof SyntaxError) throw notJson();
    throw error;
  }
  const body = Body.safeParse(payload);
  if (!body.success) throw notJson();
  return { ...body.data, deliveryId: headers["webhook-id"] ?? "" };
}

function notJson(): AppError {
  return new AppError("input", "body_invalid", "The body is not a prediction or training as JSON.");
}
