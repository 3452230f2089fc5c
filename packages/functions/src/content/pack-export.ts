import { ExportPack } from "@vixen/core/content";
import { onMessage } from "../lib/on-message.ts";

export const handler = onMessage("content-export", ({ exportId }) => ExportPack.carryOut(exportId));
