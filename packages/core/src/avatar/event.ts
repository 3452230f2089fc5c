import { z } from "zod";
import { defineEvent } from "../kit/event.ts";
import { idSchema } from "../kit/id.ts";

const avatarId = idSchema("avatar");
const runId = idSchema("setupRun");

export const Created = defineEvent("avatar.created", z.object({ avatarId }));
/** A face was locked, or a retry asked for: the setup machine has to run. */
export const SetupRequested = defineEvent("avatar.setup_requested", z.object({ avatarId, runId }));
export const SetupCanceled = defineEvent("avatar.setup_canceled", z.object({ avatarId, runId }));
export const SetupFailed = defineEvent("avatar.setup_failed", z.object({ avatarId, runId }));
/** What is not locked of an identity has to be written anew. */
export const IdentityRequested = defineEvent(
  "avatar.identity_requested",
  z.object({ avatarId, writeId: idSchema("identityWrite") }),
);
export const Ready = defineEvent("avatar.ready", z.object({ avatarId }));
