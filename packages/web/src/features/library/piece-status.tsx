import { useTranslations } from "next-intl";
import type { Piece } from "../../lib/api-type.ts";
import { Badge, type Tone } from "../../ui/badge.tsx";

const tones: Record<Piece["status"], Tone> = {
  queued: "quiet",
  generating: "info",
  ready: "good",
  review: "warn",
  rejected: "quiet",
  blocked: "bad",
  failed: "bad",
  canceled: "quiet",
};

export function PieceStatus({ piece }: { piece: Pick<Piece, "status" | "decision"> }) {
  const state = useTranslations("pieceState");
  const word = piece.decision === "approved" ? "approved" : piece.status;
  return <Badge tone={tones[piece.status]}>{state(word)}</Badge>;
}
