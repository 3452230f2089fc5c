import { type StackContext, use } from "sst/constructs";
import { Bus } from "./bus.ts";
import { publishTo, sendTo } from "./lib/access.ts";
import { handler } from "./lib/handler.ts";
import { consume, workQueue } from "./lib/queue-consumer.ts";
import { everyMinute } from "./lib/schedule.ts";
import { Secrets } from "./secrets.ts";
import { Storage } from "./storage.ts";

/**
 * A piece's hook is written and its prompt moderated while its picture is being made elsewhere. Pieces that are ready
 * leave as a zip, and their pictures lie where what was decided lets them.
 */
export function Content(context: StackContext) {
  const { Database, OpenAi, Anthropic } = use(Secrets);
  const { bus } = use(Bus);
  const piecePlace = workQueue(context, "piece-place", { visibilitySeconds: 90 });
  const placePiece = handler(context, "content/place-piece", {
    timeoutSeconds: 60, // a claim lasts three minutes: no second mover begins while one lives
    secrets: [Database, use(Storage).secret],
  });
  // A hundred copies at once; a bulk approval of a thousand pieces is moved within a minute.
  consume(context, piecePlace, placePiece, { batchSize: 10, maxConcurrency: 10 });

  const hook = workQueue(context, "hook", { visibilitySeconds: 180 });
  const writeHook = handler(context, "content/write-hook", {
    timeoutSeconds: 120,
    secrets: [Database, OpenAi, Anthropic],
    access: [sendTo(piecePlace), publishTo(bus)],
    isSplit: true,
  });
  // A hook waits for language models nearly all of its time: many wait together at no cost. The largest batch's
  // two hundred are under way at once.
  consume(context, hook, writeHook, { batchSize: 10, maxConcurrency: 20 });
  // Consumed where the provider's answers are, in a later stack.
  const batchCancel = workQueue(context, "batch-cancel", { visibilitySeconds: 90 });

  const contentExport = workQueue(context, "content-export", { visibilitySeconds: 660 });
  const packExport = handler(context, "content/pack-export", {
    timeoutSeconds: 600, // a thousand pictures go through the function, some at a time
    secrets: [Database, use(Storage).secret],
    access: [sendTo(contentExport), publishTo(bus)],
  });
  // Long and rare: the sixth zip waits for one of five.
  consume(context, contentExport, packExport, { batchSize: 1, maxConcurrency: 5 });
  const resumeExports = handler(context, "content/resume-exports", {
    timeoutSeconds: 30,
    secrets: [Database],
    access: [sendTo(contentExport), publishTo(bus)],
  });
  everyMinute(context, resumeExports);
  return { hook, batchCancel, contentExport, piecePlace };
}
