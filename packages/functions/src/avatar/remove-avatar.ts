import { Removal } from "@vixen/core/avatar";
import { onMessage } from "../lib/on-message.ts";

export const handler = onMessage("avatar-removal", ({ avatarId }) => Removal.carryOut(avatarId));
