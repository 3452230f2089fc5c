"use client";

import { Check, Pencil, RotateCcw, Undo2, X } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import type { Piece, PieceDetail } from "../../lib/api-type.ts";
import { api } from "../../lib/browser-api.ts";
import { answerOf } from "../../lib/refusal.ts";
import { useAction } from "../../lib/use-action.ts";
import { useRequestKey } from "../../lib/use-request-key.ts";
import { Button } from "../../ui/button.tsx";
import { useBatchEstimate } from "../content/use-batch-estimate.ts";
import { roughMoney } from "../cost/money.ts";
import { ProblemNotice } from "../problem-notice.tsx";
import { Regenerate } from "./regenerate.tsx";
import type { useDecisions } from "./use-decisions.ts";

export type Decisions = Pick<ReturnType<typeof useDecisions>, "decide" | "problem" | "isPending">;
type Props = {
  piece: PieceDetail;
  decisions: Decisions;
  onChanged: (piece: Piece) => void;
  onEdit: () => void;
  /** Something was done: what is known of the piece is old. */
  onDone: () => void;
};

const decidable: readonly string[] = ["ready", "review", "rejected"];

/** What can be done with one piece: decide about it, or have it made again. */
export function PieceActions({ piece, decisions, onChanged, onEdit, onDone }: Props) {
  const t = useTranslations("library");
  const format = useFormatter();
  const { run, problem, isPending } = useAction();
  const keyOf = useRequestKey();
  const isBusy = isPending || decisions.isPending;
  const isDecidable = decidable.includes(piece.status);
  const isFailed = piece.status === "failed";
  const estimate = useBatchEstimate(isDecidable || isFailed ? 1 : undefined);
  const priceNanos = typeof estimate === "object" ? estimate.amountNanos : undefined;
  // What was refused before belongs to another piece.
  const [hasDecided, setDecided] = useState(false);
  const decide = async (decision: Parameters<Decisions["decide"]>[1]) => {
    setDecided(true);
    if (await decisions.decide([piece.id], decision)) onDone();
  };
  const make = (verb: "regenerate" | "retry") =>
    run(async () => {
      const param = { pieceId: piece.id };
      const header = keyOf({ [verb]: piece.id, settledAt: piece.settledAt });
      onChanged(await answerOf(api.content.pieces[":pieceId"][verb].$post({ param, header })));
      onDone();
    });
  if (!isDecidable && !isFailed) return null;
  return (
    <div className="grid gap-2">
      <ProblemNotice problem={(hasDecided ? decisions.problem : undefined) ?? problem} />
      <div className="flex flex-wrap gap-2">
        {isDecidable && piece.decision !== "approved" ? (
          <Button disabled={isBusy} onClick={() => void decide("approve")}>
            <Check aria-hidden /> {t("approve")}
          </Button>
        ) : null}
        {isDecidable && piece.status !== "rejected" ? (
          <Button disabled={isBusy} onClick={() => void decide("reject")}>
            <X aria-hidden /> {t("reject")}
          </Button>
        ) : null}
        {isDecidable && piece.decision ? (
          <Button disabled={isBusy} onClick={() => void decide("reopen")}>
            <Undo2 aria-hidden /> {t("reopen")}
          </Button>
        ) : null}
        {isDecidable ? (
          <Button disabled={isBusy} onClick={onEdit}>
            <Pencil aria-hidden /> {t("edit")}
          </Button>
        ) : null}
        {isFailed ? (
          <Button disabled={isBusy} onClick={() => void make("retry")}>
            <RotateCcw aria-hidden />{" "}
            {priceNanos === undefined
              ? t("retryOne")
              : t("retryClass", { amount: roughMoney(format, priceNanos) })}
          </Button>
        ) : null}
        <Regenerate priceNanos={priceNanos} isPending={isBusy} onConfirm={() => void make("regenerate")} />
      </div>
    </div>
  );
}
