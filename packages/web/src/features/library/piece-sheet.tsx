"use client";

import { Dialog } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Piece } from "../../lib/api-type.ts";
import { Button } from "../../ui/button.tsx";
import { ProblemNotice } from "../problem-notice.tsx";
import { type Decisions, PieceActions } from "./piece-actions.tsx";
import { PieceFacts } from "./piece-facts.tsx";
import { PieceStatus } from "./piece-status.tsx";
import { TextForm } from "./text-form.tsx";
import { usePieceDetail } from "./use-piece-detail.ts";

type Props = {
  pieceId: string;
  decisions: Decisions;
  onChanged: (piece: Piece) => void;
  onClose: () => void;
};

/** All that is known of one piece and what can be done with it, at the side of the others. */
export function PieceSheet({ pieceId, decisions, onChanged, onClose }: Props) {
  const t = useTranslations("library");
  const { piece, problem, reload } = usePieceDetail(pieceId);
  const name = piece ? t("piece", { number: piece.ordinal + 1 }) : t(problem ? "unknownPiece" : "loading");
  const [isEditing, setEditing] = useState(false);
  return (
    <Dialog.Root
      open
      onOpenChange={(isOpen, { reason }) => {
        // What is being written is left by its own button, not by a key or a click beside it.
        if (!isOpen && (!isEditing || reason === "close-press")) onClose();
      }}
    >
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-bg/50" />
        <Dialog.Popup className="fixed inset-y-0 right-0 z-50 grid w-[min(480px,100vw)] content-start gap-4 overflow-y-auto border-l border-line bg-surface p-5 shadow-float">
          <div className="flex items-center justify-between gap-3">
            <Dialog.Title className="text-16 font-semibold">{name}</Dialog.Title>
            <Dialog.Close render={<Button variant="quiet" aria-label={t("close")} className="px-2" />}>
              <X aria-hidden />
            </Dialog.Close>
          </div>
          <ProblemNotice problem={problem} />
          {problem ? (
            <Button className="justify-self-start" onClick={() => void reload()}>
              {t("again")}
            </Button>
          ) : null}
          {piece ? (
            <>
              {piece.imageUrl ? (
                // biome-ignore lint/performance/noImgElement: the CDN has the final size, an optimiser would only add a hop
                <img
                  src={piece.imageUrl}
                  alt={name}
                  className="max-h-[60dvh] w-full rounded-media bg-raised object-contain"
                />
              ) : null}
              <PieceStatus piece={piece} />
              {isEditing ? (
                <TextForm
                  piece={piece}
                  onSaved={(saved) => {
                    setEditing(false);
                    onChanged(saved);
                    void reload();
                  }}
                  onCancel={() => setEditing(false)}
                />
              ) : (
                <PieceActions
                  piece={piece}
                  decisions={decisions}
                  onChanged={onChanged}
                  onEdit={() => setEditing(true)}
                  onDone={() => void reload()}
                />
              )}
              <PieceFacts piece={piece} hasText={!isEditing} />
            </>
          ) : problem ? null : (
            <div className="skeleton aspect-4/5 w-full" />
          )}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
