import { type StackContext, use } from "sst/constructs";
import { Avatar } from "./avatar.ts";
import { Bus } from "./bus.ts";
import { Content } from "./content.ts";
import { Generation } from "./generation.ts";
import { publishTo, sendTo, setupMachine } from "./lib/access.ts";
import { handler } from "./lib/handler.ts";
import { everyMinute } from "./lib/schedule.ts";
import { Secrets } from "./secrets.ts";
import { Webhooks } from "./webhooks.ts";

/**
 * The relay's minute round, for what a crash between commit and put left behind. It may send to
 * every queue that rows are written for, so it stands after them: in the bus's own stack it would close a circle.
 */
export function Outbox(context: StackContext) {
  const { Database, Sealing } = use(Secrets);
  const relay = handler(context, "outbox/relay-outbox", {
    timeoutSeconds: 55,
    secrets: [Database, Sealing],
    access: [
      publishTo(use(Bus).bus),
      setupMachine.answer(context.app),
      sendTo(use(Generation).generation),
      sendTo(use(Avatar).avatarRemoval),
      sendTo(use(Avatar).identityCheck),
      sendTo(use(Content).hook),
      sendTo(use(Content).batchCancel),
      sendTo(use(Content).contentExport),
      sendTo(use(Content).piecePlace),
      sendTo(use(Webhooks).providerEvent),
    ],
  });
  everyMinute(context, relay);
}
