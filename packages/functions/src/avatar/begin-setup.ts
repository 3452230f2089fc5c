import { Setup } from "@vixen/core/avatar";
import * as AvatarEvent from "@vixen/core/avatar/event.ts";
import { onQueuedEvent } from "../lib/on-message.ts";

export const handler = onQueuedEvent(AvatarEvent.SetupRequested, ({ avatarId, runId }) =>
  Setup.begin(avatarId, runId),
);
