import { z } from "zod";
import { defineEvent } from "../kit/event.ts";
import { idSchema } from "../kit/id.ts";

const userId = idSchema("user");

export const Created = defineEvent("user.created", z.object({ userId }));
/** A mail with a link is due: to confirm an address or to reset a password. */
export const MailRequested = defineEvent(
  "user.mail_requested",
  z.object({ userId, emailTokenId: idSchema("emailToken") }),
);
