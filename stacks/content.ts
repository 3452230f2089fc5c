import { type StackContext, use } from "sst/constructs";
import { Bus } from "./bus.ts";
import { limitWith, publishTo, sendTo } from "./lib/access.ts";
import { handler } from "./lib/handler.ts";
import { consume, workQueue } from "./lib/queue-consumer.ts";
import { Secrets } from "./secrets.ts";

/** A piece's hook is written and its prompt moderated while its picture is being made elsewhere. */
export function Content(context: StackContext) {
  const { Database, OpenAi, Anthropic } = use(Secrets);
  const { bus, limits } = use(Bus);
  const hook = workQueue(context, "hook", { visibilitySeconds: 180 });
  const writeHook = handler(context, "content/write-hook", {
    timeoutSeconds: 120,
    secrets: [Database, OpenAi, Anthropic],
    access: [sendTo(hook), publishTo(bus), limitWith(limits)],
    isSplit: true,
  });
  // A hook waits for language models nearly all of its time: many wait together at no cost.
  consume(context, hook, writeHook, { batchSize: 10 });
  // Consumed where the provider's answers are, in a later stack.
  const batchCancel = workQueue(context, "batch-cancel", { visibilitySeconds: 90 });
  return { hook, batchCancel };
}
