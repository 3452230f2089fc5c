import { type StackContext, use } from "sst/constructs";
import { Bus } from "./bus.ts";
import { Content } from "./content.ts";
import { checkFaces, limitWith, publishTo, sendTo, setupMachine, variables } from "./lib/access.ts";
import { handler } from "./lib/handler.ts";
import { consume, workQueue } from "./lib/queue-consumer.ts";
import { everyMinute } from "./lib/schedule.ts";
import { Secrets } from "./secrets.ts";
import { Storage } from "./storage.ts";
import { Webhooks } from "./webhooks.ts";

/** Pictures are asked for, awaited without a waiting function, collected, and looked for when no word comes. */
export function Generation(context: StackContext) {
  const { Database, Sealing, Replicate, OpenAi } = use(Secrets);
  const { secret: storage } = use(Storage);
  const { bus, limits } = use(Bus);
  const { hook, batchCancel, piecePlace } = use(Content);
  const { providerEvent, replicateUrl } = use(Webhooks);
  const generation = workQueue(context, "generation", { visibilitySeconds: 90 });
  const common = [sendTo(generation), sendTo(piecePlace), publishTo(bus), setupMachine.answer(context.app)];

  const submit = handler(context, "generation/submit-generation", {
    timeoutSeconds: 60,
    secrets: [Database, Sealing, Replicate, storage],
    access: [...common, limitWith(limits), variables({ REPLICATE_WEBHOOK_URL: replicateUrl })],
  });
  // A hundred orders at once take the provider some seconds, and it takes 600 a minute.
  consume(context, generation, submit, { maxConcurrency: 20 });

  const collect = handler(context, "webhook/collect-replicate", {
    timeoutSeconds: 120,
    memoryMegabytes: 1769, // one whole vCPU: it decodes, hashes and re-encodes a picture
    secrets: [Database, Sealing, Replicate, OpenAi, storage],
    access: [...common, checkFaces],
    usesSharp: true,
  });
  // The heaviest work, a picture's five checks, with the most of them: two hundred pictures at once.
  consume(context, providerEvent, collect, { maxConcurrency: 40 });

  const cancelBatch = handler(context, "content/cancel-batch", {
    timeoutSeconds: 60,
    secrets: [Database, Replicate],
    access: [sendTo(providerEvent)],
  });
  // One message for a whole batch.
  consume(context, batchCancel, cancelBatch, { maxConcurrency: 2 });

  const reconcile = handler(context, "generation/reconcile-generations", {
    timeoutSeconds: 55,
    secrets: [Database, Sealing, Replicate],
    access: [
      ...common,
      sendTo(providerEvent),
      sendTo(hook),
      setupMachine.start(context.app),
      setupMachine.ask(context.app),
    ],
  });
  everyMinute(context, reconcile);
  return { generation };
}
