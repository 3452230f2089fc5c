import { useFormatter, useTranslations } from "next-intl";
import type { Verdict } from "../../lib/api-type.ts";
import { Badge, type Tone } from "../../ui/badge.tsx";
import { ReachLink } from "../../ui/reach-link.tsx";
import { ZonedTime } from "../avatar/zoned-time.tsx";
import { useReason } from "./reason.ts";

const tones: Record<Verdict["verdict"], Tone> = { allow: "good", review: "warn", block: "bad" };

/** Verdicts with what they are about: its picture, or its words, which are shown as words whatever they say. */
export function VerdictList({ verdicts, timeZone }: { verdicts: Verdict[]; timeZone: string }) {
  const t = useTranslations("safety");
  const format = useFormatter();
  const reasonOf = useReason();
  return (
    <ul aria-label={t("list")} className="grid divide-y divide-line border-y border-line">
      {verdicts.map(({ id, verdict, place, reasons, subject, createdAt }) => (
        <li key={id} className="grid grid-cols-[56px_minmax(0,1fr)] gap-3 py-3">
          {subject.imageUrl ? (
            // biome-ignore lint/performance/noImgElement: signed addresses are not for an optimiser
            <img
              src={subject.imageUrl}
              alt={t("picture", { kind: t(subject.kind) })}
              loading="lazy"
              className="aspect-4/5 w-full rounded-control bg-raised object-cover"
            />
          ) : (
            <div className="grid aspect-4/5 place-items-center rounded-control bg-raised text-center text-12 text-ink-3">
              {place === "image" || place === "face" ? t("hidden") : t("words")}
            </div>
          )}
          <div className="grid content-start gap-1">
            <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <Badge tone={tones[verdict]}>{t(verdict)}</Badge>
              <span className="text-13 text-ink-2">
                {t(place)} · {t(subject.kind)}
              </span>
              <ZonedTime at={createdAt} zone={timeZone} className="text-13 text-ink-3 max-sm:basis-full" />
            </p>
            {unlike(reasons).map(({ code, score, threshold }) => (
              <p key={`${code} ${score}`} className="wrap-anywhere">
                {reasonOf(code)}{" "}
                {score === undefined ? null : (
                  <span className="text-13 text-ink-3 tabular-nums">
                    {t("score", {
                      score: format.number(score, placesOf(threshold)),
                      threshold: format.number(threshold, placesOf(threshold)),
                    })}
                  </span>
                )}
              </p>
            ))}
            {subject.text ? (
              <p className="line-clamp-2 text-13 text-ink-2 wrap-anywhere">{subject.text}</p>
            ) : null}
            {subject.batchId ? (
              <ReachLink
                href={`/batches/${subject.batchId}`}
                className="thumb justify-self-start text-13 underline underline-offset-2"
              >
                {t("toPiece")}
              </ReachLink>
            ) : null}
          </div>
        </li>
      ))}
    </ul>
  );
}

/** A score from 0 to 1 with two places, an age with none. */
const placesOf = (threshold: number) =>
  threshold > 1 ? { maximumFractionDigits: 0 } : { minimumFractionDigits: 2, maximumFractionDigits: 2 };

/** Two of a check's findings that read alike are one. */
const unlike = (reasons: Verdict["reasons"]) =>
  reasons.filter(
    ({ code, score }, index) =>
      reasons.findIndex((one) => one.code === code && one.score === score) === index,
  );
