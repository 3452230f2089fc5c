import { type StackContext, use } from "sst/constructs";
import { Bus } from "./bus.ts";
import { limitWith, sendTo } from "./lib/access.ts";
import { handler } from "./lib/handler.ts";
import { workQueue } from "./lib/queue-consumer.ts";
import { Secrets } from "./secrets.ts";

/**
 * The doors providers knock at. A door verifies the signature over the raw bytes, leaves a note in the queue
 * and answers 200, also with the database down, and once more for what it has seen already. The queue is made here and consumed in `generation.ts`: the
 * doors stand before whatever hands their addresses out.
 */
export function Webhooks(context: StackContext) {
  const { Replicate } = use(Secrets);
  const providerEvent = workQueue(context, "provider-event", { visibilitySeconds: 180 });
  const receiveReplicate = handler(context, "webhook/receive-replicate", {
    timeoutSeconds: 10,
    secrets: [Replicate],
    access: [sendTo(providerEvent), limitWith(use(Bus).limits)],
    extra: { url: { authorizer: "none", cors: false } },
  });
  const replicateUrl = receiveReplicate.url;
  if (!replicateUrl) throw new Error("receive-replicate has no function URL");
  context.stack.addOutputs({ ReplicateWebhookUrl: replicateUrl });
  return { providerEvent, receiveReplicate, replicateUrl };
}
