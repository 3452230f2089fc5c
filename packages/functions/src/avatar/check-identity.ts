import { IdentityChecker } from "@vixen/core/avatar";
import { onMessage } from "../lib/on-message.ts";

export const handler = onMessage("identity-check", ({ avatarId }) => IdentityChecker.check(avatarId));
