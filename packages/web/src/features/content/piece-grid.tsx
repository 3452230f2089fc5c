import { useTranslations } from "next-intl";
import type { Piece } from "../../lib/api-type.ts";
import { Badge, type Tone } from "../../ui/badge.tsx";
import { useReason } from "../safety/reason.ts";

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

/** Pieces with their text, which is shown as text whatever a model wrote. */
export function PieceGrid({ pieces }: { pieces: Piece[] }) {
  const t = useTranslations("content");
  const reasonOf = useReason();
  return (
    <ul className="grid grid-cols-2 gap-x-4 gap-y-6 sm:grid-cols-3 lg:grid-cols-4 xl:grid-cols-5">
      {pieces.map((piece) => (
        <li key={piece.id} className="grid content-start gap-2">
          {piece.imageUrl ? (
            // biome-ignore lint/performance/noImgElement: the CDN has the final size, an optimiser would only add a hop
            <img
              src={piece.imageUrl}
              alt={t("picture", { number: piece.ordinal + 1 })}
              loading="lazy"
              className="aspect-4/5 w-full rounded-media bg-raised object-cover"
            />
          ) : (
            <div className="grid aspect-4/5 place-items-center rounded-media bg-raised text-13 text-ink-2">
              {t("noPicture")}
            </div>
          )}
          <Badge tone={tones[piece.status]}>{t(piece.status)}</Badge>
          {piece.hook ? <p className="line-clamp-3 text-13 wrap-anywhere">{piece.hook}</p> : null}
          {piece.reasons[0] ? (
            <p className="text-13 text-ink-2 wrap-anywhere">{reasonOf(piece.reasons[0].code)}</p>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
