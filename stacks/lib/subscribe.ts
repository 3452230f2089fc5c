import type { EventDefinition } from "@vixen/core/kit/event.ts";
import { Duration } from "aws-cdk-lib/core";
import type { EventBus, StackContext } from "sst/constructs";
import type { WorkQueue } from "./queue-consumer.ts";

/** EventBridge tries a target this often, with back-off, before the event joins the queue's dead letters. */
const RETRY_ATTEMPTS = 60;

/**
 * Bus → queue, the way to whatever spends money or must not be lost. Retries are set on the rule's target:
 * SST's `bus.subscribe(type, target, { retries })` ignores them without a word unless the stack comes first.
 */
export function subscribe({ stack }: StackContext, bus: EventBus, event: EventDefinition, target: WorkQueue) {
  bus.addRules(stack, {
    [`${event.type.replaceAll(/[^a-z]/g, "-")}-to-${target.name}`]: {
      pattern: { detailType: [event.type] },
      targets: {
        queue: {
          type: "queue",
          queue: target.queue,
          cdk: {
            target: {
              retryAttempts: RETRY_ATTEMPTS,
              maxEventAge: Duration.hours(24),
              deadLetterQueue: target.deadLetters,
            },
          },
        },
      },
    },
  });
}
