import * as Actor from "@vixen/core/kit/actor.ts";
import { setting } from "@vixen/core/kit/config.ts";
import { Mail } from "@vixen/core/user";
import * as UserEvent from "@vixen/core/user/event.ts";
import { onQueuedEvent } from "../lib/on-message.ts";

export const handler = onQueuedEvent(UserEvent.MailRequested, ({ userId, emailTokenId }) =>
  Actor.asUser(userId, () => Mail.deliver(emailTokenId, webOrigin())),
);

/** Where the mail's link leads: the first of the origins that the API allows. */
function webOrigin(): string {
  return setting("WEB_ORIGIN").split(",")[0] ?? "";
}
