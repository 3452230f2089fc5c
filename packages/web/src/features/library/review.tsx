"use client";

import { Check, ChevronLeft, ChevronRight, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import type { Piece } from "../../lib/api-type.ts";
import { api } from "../../lib/browser-api.ts";
import { answerOf } from "../../lib/refusal.ts";
import { useAction } from "../../lib/use-action.ts";
import { useKeys } from "../../lib/use-keys.ts";
import { useRequestKey } from "../../lib/use-request-key.ts";
import { Button, buttonVariants } from "../../ui/button.tsx";
import { Empty } from "../../ui/empty.tsx";
import { ReachLink } from "../../ui/reach-link.tsx";
import { ProblemNotice } from "../problem-notice.tsx";
import { useReason } from "../safety/reason.ts";
import { MoreFailed } from "./more-failed.tsx";
import { PieceStatus } from "./piece-status.tsx";
import type { Query } from "./query.ts";
import { Regenerate } from "./regenerate.tsx";
import { ReviewKeys } from "./review-keys.tsx";
import { TextForm } from "./text-form.tsx";
import { UndoBar } from "./undo-bar.tsx";
import { useDecisions } from "./use-decisions.ts";
import { type PiecePage, usePieces } from "./use-pieces.ts";

type Props = { initial: PiecePage; query: Query; total: number; priceNanos: number };

/** Pieces one by one, decided by a key each; the last decision can be taken back for ten seconds. */
export function Review({ initial, query, total, priceNanos }: Props) {
  const t = useTranslations("library");
  const keys = useTranslations("libraryKeys");
  const {
    pieces,
    hasMore,
    loadMore,
    patch,
    problem: loadProblem,
  } = usePieces(initial, {
    query,
    isChosen: () => false,
    // The piece at hand must not become another one because somebody else decided about some.
    about: [],
  });
  const { decide, explain, undo, done, hold, problem, isPending } = useDecisions(patch);
  const { run, problem: otherProblem, isPending: isRunning } = useAction();
  const keyOf = useRequestKey();
  const reasonOf = useReason();
  const [index, setIndex] = useState(0);
  const [isEditing, setEditing] = useState(false);
  const piece = pieces[index];
  const isSkipped = ({ status, decision }: Piece) => status === query.status && decision === null;
  const skipped = pieces.filter(isSkipped).length;
  const go = (step: number) => {
    const next = Math.max(0, Math.min(pieces.length, index + step));
    if (next > pieces.length - 10) void loadMore();
    setEditing(false);
    setIndex(next);
  };
  const settle = async (decision: "approve" | "reject") => {
    if (!piece || isPending) return;
    if (await decide([piece.id], decision)) go(1);
  };
  const takeBack = async () => {
    const back = pieces.findIndex(({ id }) => id === done?.outcomes[0]?.pieceId);
    if ((await undo()) && back >= 0) setIndex(back);
  };
  const show = (changed: Piece) => patch(new Map([[changed.id, changed]]));
  const regenerateButton = useRef<HTMLDivElement>(null);
  const regenerate = () =>
    run(async () => {
      if (!piece) return;
      const param = { pieceId: piece.id };
      const header = keyOf({ regenerate: piece.id, settledAt: piece.settledAt });
      show(await answerOf(api.content.pieces[":pieceId"].regenerate.$post({ param, header })));
      go(1);
    });
  const reviewKeys = [
    { key: "a", label: t("approve"), run: () => void settle("approve") },
    { key: "x", label: t("reject"), run: () => void settle("reject") },
    { key: "e", label: t("edit"), run: () => setEditing(true) },
    // As a click on the button: it says the price and asks.
    {
      key: "r",
      label: t("regenerate"),
      run: () => regenerateButton.current?.querySelector("button")?.click(),
    },
    { key: "u", label: t("undo"), run: () => void takeBack() },
    { key: "ArrowRight", label: keys("next"), canRepeat: true, run: () => go(1) },
    { key: "ArrowLeft", label: keys("previous"), canRepeat: true, run: () => go(-1) },
  ];
  // Whoever writes leaves with what they wrote, or says that they do not want it: no other key or button takes it away.
  useKeys(t("review"), isEditing ? [] : reviewKeys);
  return (
    <>
      <ProblemNotice problem={problem ?? otherProblem} />
      <MoreFailed problem={loadProblem} onAgain={() => void loadMore()} />
      {piece ? (
        <article className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_minmax(0,360px)]">
          <div className="grid place-items-center rounded-media bg-raised">
            {piece.imageUrl ? (
              // biome-ignore lint/performance/noImgElement: the CDN has the final size, an optimiser would only add a hop
              <img
                key={piece.id}
                src={piece.imageUrl}
                alt={t("piece", { number: index + 1 })}
                className="max-h-[70dvh] w-full rounded-media object-contain"
              />
            ) : (
              <p className="p-10 text-ink-2">{t("noPicture")}</p>
            )}
          </div>
          <div className="grid content-start gap-4">
            <div className="flex items-center justify-between gap-3">
              <PieceStatus piece={piece} />
              <span className="text-ink-2 tabular-nums">{t("position", { number: index + 1, total })}</span>
            </div>
            {isEditing ? (
              <TextForm
                piece={piece}
                onSaved={(saved) => {
                  show(saved);
                  go(1);
                }}
                onCancel={() => setEditing(false)}
              />
            ) : (
              <>
                <p className="text-16 wrap-anywhere">{piece.hook ?? t("noHook")}</p>
                {piece.caption ? (
                  <p className="whitespace-pre-line text-ink-2 wrap-anywhere">{piece.caption}</p>
                ) : null}
              </>
            )}
            {piece.reasons.length > 0 ? (
              <ul className="grid gap-1 text-ink-2">
                {piece.reasons.map((reason) => (
                  <li key={`${reason.place} ${reason.code}`}>{reasonOf(reason.code)}</li>
                ))}
              </ul>
            ) : null}
            {isEditing ? null : (
              <>
                {/* On a phone the decision is always above the bar under the thumb, however long the text. */}
                <div className="grid grid-cols-2 gap-2 max-md:sticky max-md:bottom-[calc(57px+env(safe-area-inset-bottom))] max-md:-mx-4 max-md:bg-bg max-md:px-4 max-md:py-2">
                  <Button variant="primary" disabled={isPending} onClick={() => void settle("approve")}>
                    <Check aria-hidden /> {t("approve")}
                  </Button>
                  <Button disabled={isPending} onClick={() => void settle("reject")}>
                    <X aria-hidden /> {t("reject")}
                  </Button>
                </div>
                <div className="grid grid-cols-[auto_minmax(0,1fr)] gap-2 md:-mt-2">
                  <Button onClick={() => setEditing(true)}>{t("edit")}</Button>
                  <div ref={regenerateButton} className="grid min-w-0">
                    <Regenerate
                      priceNanos={priceNanos}
                      isPending={isRunning}
                      onConfirm={() => void regenerate()}
                    />
                  </div>
                </div>
                <div className="-mt-2 grid grid-cols-2 gap-2">
                  <Button variant="quiet" onClick={() => go(-1)} disabled={index === 0}>
                    <ChevronLeft aria-hidden /> {keys("previous")}
                  </Button>
                  <Button variant="quiet" onClick={() => go(1)}>
                    {keys("next")} <ChevronRight aria-hidden />
                  </Button>
                </div>
                <ReviewKeys />
              </>
            )}
          </div>
        </article>
      ) : hasMore ? (
        <div role="status" className="grid gap-4">
          {loadProblem ? null : (
            <div aria-hidden className="skeleton aspect-4/5 max-h-[70dvh] w-full max-w-lg" />
          )}
          <span className="sr-only">{loadProblem ? "" : t("loading")}</span>
        </div>
      ) : skipped > 0 ? (
        <Empty title={t("skipped", { count: skipped })} lead={t("skippedLead")}>
          <Button variant="primary" onClick={() => setIndex(pieces.findIndex(isSkipped))}>
            {t("lookAgain")}
          </Button>
        </Empty>
      ) : (
        <Empty title={t("reviewed")} lead={t("reviewedLead")}>
          <ReachLink href="/library" className={buttonVariants({ variant: "primary" })}>
            {t("title")}
          </ReachLink>
        </Empty>
      )}
      <UndoBar
        done={done}
        onUndo={() => void takeBack()}
        onExplain={(reason) => void explain(reason)}
        onHold={hold}
      />
    </>
  );
}
