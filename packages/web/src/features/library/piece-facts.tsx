import { useFormatter, useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { PieceDetail } from "../../lib/api-type.ts";
import { Badge } from "../../ui/badge.tsx";
import { ZonedTime } from "../avatar/zoned-time.tsx";
import { TechnicalDetail } from "../content/technical-detail.tsx";
import { usePieceFailure } from "../content/use-piece-failure.ts";
import { money } from "../cost/money.ts";
import { useReason } from "../safety/reason.ts";
import { useRejectReason } from "./use-reject-reason.ts";

const tones = { allow: "good", review: "warn", block: "bad" } as const;

/** What is known of a piece: its text unless that is being edited, its facts, what persons decided and what the checks said. */
export function PieceFacts({ piece, hasText }: { piece: PieceDetail; hasText: boolean }) {
  const t = useTranslations("library");
  const place = useTranslations("piecePlace");
  const verdict = useTranslations("pieceVerdict");
  const decided = useTranslations("pieceDecided");
  const rejectReasonOf = useRejectReason();
  const format = useFormatter();
  const reasonOf = useReason();
  const failureOf = usePieceFailure();
  const tier = useTranslations("pieceTier");
  const language = useLocale() === "es" ? "es" : "en";
  const when = (moment: string) => <ZonedTime at={moment} zone={piece.timezone} />;
  const spent = piece.costs.reduce((sum, { amountNanos }) => sum + amountNanos, 0);
  const facts: [string, ReactNode][] = [
    [t("avatar"), piece.avatarName],
    [t("template"), piece.template?.name[language] ?? piece.templateId],
    [t("format"), piece.ratio],
    [t("tier"), tier(piece.tier)],
    [t("cost"), money(format, spent)],
    [
      t("likeness"),
      piece.identityScore === null ? "–" : format.number(piece.identityScore, { style: "percent" }),
    ],
    [t("model"), `v${piece.loraVersion}${piece.seed === null ? "" : ` · ${piece.seed}`}`],
    [t("made"), when(piece.createdAt)],
    [t("origin"), t("generated")],
    ...(piece.tags.length > 0 ? [[t("tags"), piece.tags.join(", ")] as [string, ReactNode]] : []),
  ];
  return (
    <>
      {hasText && piece.hook ? <p className="text-16 wrap-anywhere">{piece.hook}</p> : null}
      {hasText && piece.caption ? (
        <p className="whitespace-pre-line text-ink-2 wrap-anywhere">{piece.caption}</p>
      ) : null}
      {piece.failureCode ? (
        <div className="grid gap-0.5">
          <p className="text-bad">{failureOf(piece.failureCode)}</p>
          <TechnicalDetail code={piece.failureCode} message={piece.failureMessage} />
        </div>
      ) : null}
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 tabular-nums">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-ink-2">{name}</dt>
            <dd className="wrap-anywhere">{value}</dd>
          </div>
        ))}
      </dl>
      {piece.decisions.length > 0 ? (
        <section className="grid gap-2">
          <h3 className="text-14">{t("decisions")}</h3>
          <ol className="grid gap-1">
            {piece.decisions.map(({ decision, reason, decidedBy, createdAt }) => (
              <li key={createdAt} className="flex flex-wrap justify-between gap-x-3">
                <span className="min-w-0 wrap-anywhere">
                  {decided(decision)}
                  {reason ? <span className="text-ink-2">: {rejectReasonOf(reason)}</span> : null}
                </span>
                <span className="text-13 text-ink-3">
                  {decidedBy === null
                    ? t.rich("decidedByNobody", { moment: () => when(createdAt) })
                    : t.rich("decidedBy", { name: decidedBy, moment: () => when(createdAt) })}
                </span>
              </li>
            ))}
          </ol>
        </section>
      ) : null}
      <section className="grid gap-2">
        <h3 className="text-14">{t("verdicts")}</h3>
        {piece.verdicts.length === 0 ? <p className="text-ink-2">{t("noVerdicts")}</p> : null}
        {piece.verdicts.map((check) => (
          <div key={`${check.place} ${check.createdAt}`} className="grid gap-0.5 border-t border-line pt-2">
            <span className="flex items-center justify-between gap-2">
              {place(check.place)} <Badge tone={tones[check.verdict]}>{verdict(check.verdict)}</Badge>
            </span>
            {check.reasons.map((reason) => (
              <span key={reason.code} className="text-13 text-ink-2">
                {reasonOf(reason.code)}
              </span>
            ))}
            <span className="text-12 text-ink-3">
              {check.model} · {check.policyVersion}
            </span>
          </div>
        ))}
      </section>
      <details>
        <summary className="cursor-pointer text-ink-2">{t("prompt")}</summary>
        <p className="mt-2 text-13 wrap-anywhere">{piece.prompt}</p>
      </details>
    </>
  );
}
