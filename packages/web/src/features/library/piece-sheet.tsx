"use client";

import { Dialog } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import { useFormatter, useLocale, useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import type { PieceDetail } from "../../lib/api-type.ts";
import { api } from "../../lib/browser-api.ts";
import { answerOf } from "../../lib/refusal.ts";
import { type Problem, problemOf } from "../../lib/use-form.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { money } from "../cost/money.ts";
import { ProblemNotice } from "../problem-notice.tsx";
import { useReason } from "../safety/reason.ts";
import { PieceStatus } from "./piece-status.tsx";
import { useRejectReason } from "./use-reject-reason.ts";

const tones = { allow: "good", review: "warn", block: "bad" } as const;

/** All that is known of one piece, at the side of the others. */
export function PieceSheet({ pieceId, onClose }: { pieceId: string; onClose: () => void }) {
  const t = useTranslations("library");
  const [piece, setPiece] = useState<PieceDetail>();
  const [problem, setProblem] = useState<Problem>();
  useEffect(() => {
    let isGone = false;
    setPiece(undefined);
    answerOf(api.content.pieces[":pieceId"].$get({ param: { pieceId } })).then(
      (found) => !isGone && setPiece(found),
      (error) => !isGone && setProblem(problemOf(error)),
    );
    return () => {
      isGone = true;
    };
  }, [pieceId]);
  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-bg/50" />
        <Dialog.Popup className="fixed inset-y-0 right-0 z-50 grid w-[min(480px,100vw)] content-start gap-4 overflow-y-auto border-l border-line bg-surface p-5 shadow-float">
          <div className="flex items-center justify-between gap-3">
            <Dialog.Title className="text-16 font-semibold">
              {piece ? t("piece", { number: piece.ordinal + 1 }) : t("loading")}
            </Dialog.Title>
            <Dialog.Close render={<Button variant="quiet" aria-label={t("close")} className="px-2" />}>
              <X aria-hidden />
            </Dialog.Close>
          </div>
          <ProblemNotice problem={problem} />
          {piece ? <Facts piece={piece} /> : <div className="skeleton aspect-4/5 w-full" />}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Facts({ piece }: { piece: PieceDetail }) {
  const t = useTranslations("library");
  const place = useTranslations("piecePlace");
  const verdict = useTranslations("pieceVerdict");
  const decided = useTranslations("pieceDecided");
  const rejectReasonOf = useRejectReason();
  const format = useFormatter();
  const reasonOf = useReason();
  const language = useLocale() === "es" ? "es" : "en";
  const when = (moment: string) =>
    format.dateTime(new Date(moment), { dateStyle: "medium", timeStyle: "short", timeZone: piece.timezone });
  const spent = piece.costs.reduce((sum, { amountNanos }) => sum + amountNanos, 0);
  const facts: [string, string][] = [
    [t("avatar"), piece.avatarName],
    [t("template"), piece.template?.name[language] ?? piece.templateId],
    [t("format"), piece.ratio],
    [t("cost"), money(format, spent)],
    [
      t("likeness"),
      piece.identityScore === null ? "–" : format.number(piece.identityScore, { style: "percent" }),
    ],
    [t("model"), `v${piece.loraVersion}${piece.seed === null ? "" : ` · ${piece.seed}`}`],
    [t("made"), when(piece.createdAt)],
    [t("origin"), t("generated")],
    ...(piece.tags.length > 0 ? [[t("tags"), piece.tags.join(", ")] as [string, string]] : []),
  ];
  return (
    <>
      {piece.imageUrl ? (
        // biome-ignore lint/performance/noImgElement: the CDN has the final size, an optimiser would only add a hop
        <img
          src={piece.imageUrl}
          alt={t("piece", { number: piece.ordinal + 1 })}
          className="max-h-[60dvh] w-full rounded-media bg-raised object-contain"
        />
      ) : null}
      <PieceStatus piece={piece} />
      {piece.hook ? <p className="text-16 wrap-anywhere">{piece.hook}</p> : null}
      {piece.caption ? <p className="whitespace-pre-line text-ink-2 wrap-anywhere">{piece.caption}</p> : null}
      {piece.failureMessage ? <p className="text-bad wrap-anywhere">{piece.failureMessage}</p> : null}
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
            {piece.decisions.map(({ decision, reason, createdAt }) => (
              <li key={createdAt} className="flex flex-wrap justify-between gap-x-3">
                <span className="min-w-0 wrap-anywhere">
                  {decided(decision)}
                  {reason ? <span className="text-ink-2">: {rejectReasonOf(reason)}</span> : null}
                </span>
                <span className="text-13 text-ink-3">{when(createdAt)}</span>
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
