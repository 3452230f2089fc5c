import { MailRequested } from "@vixen/core/user/event.ts";
import { type StackContext, use } from "sst/constructs";
import { Bus } from "./bus.ts";
import { sendMail, variables } from "./lib/access.ts";
import { handler } from "./lib/handler.ts";
import { consume, workQueue } from "./lib/queue-consumer.ts";
import { webOrigin } from "./lib/stage.ts";
import { subscribe } from "./lib/subscribe.ts";
import { Secrets } from "./secrets.ts";

/** Mail to account holders, off the request's path: how long a login takes must not tell who exists. */
export function User(context: StackContext) {
  const { Database, Mail } = use(Secrets);
  const { bus } = use(Bus);
  const mail = workQueue(context, "mail", { visibilitySeconds: 90 });
  subscribe(context, bus, MailRequested, mail);
  const sendMessage = handler(context, "user/send-mail", {
    timeoutSeconds: 60,
    secrets: [Database, Mail],
    access: [sendMail(context.app), variables({ WEB_ORIGIN: webOrigin() })],
  });
  // SES lets an account out of its sandbox send fourteen mails a second: ten at a time stay below.
  consume(context, mail, sendMessage, { maxConcurrency: 2 });
}
