import { IdentityRewriter } from "@vixen/core/avatar";
import * as AvatarEvent from "@vixen/core/avatar/event.ts";
import { onQueuedEvent } from "../lib/on-message.ts";

export const handler = onQueuedEvent(AvatarEvent.IdentityRequested, ({ avatarId, writeId }) =>
  IdentityRewriter.rewrite(avatarId, writeId),
);
