import { PlacementMove } from "@vixen/core/content";
import { onMessage } from "../lib/on-message.ts";

export const handler = onMessage("piece-place", ({ pieceId }) => PlacementMove.carryOut(pieceId));
