import { Hook } from "@vixen/core/content";
import { onMessage } from "../lib/on-message.ts";

export const handler = onMessage("hook", ({ pieceId }) => Hook.write(pieceId));
