"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useCallback, useState } from "react";
import { api } from "../../lib/browser-api.ts";
import { answerOf } from "../../lib/refusal.ts";
import { useAction } from "../../lib/use-action.ts";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { ProblemNotice } from "../problem-notice.tsx";
import { BulkBar } from "./bulk-bar.tsx";
import { PieceWall } from "./piece-wall.tsx";
import type { Query } from "./query.ts";
import { Selection } from "./selection.ts";
import { UndoBar } from "./undo-bar.tsx";
import { useDecisions } from "./use-decisions.ts";
import { type PiecePage, usePieces } from "./use-pieces.ts";

const PieceSheet = dynamic(() => import("./piece-sheet.tsx").then((file) => file.PieceSheet));

/** The pieces of a filter, to look at, to choose from and to decide about. */
export function Library({ initial, query, total }: { initial: PiecePage; query: Query; total: number }) {
  const t = useTranslations("library");
  const [selection] = useState(() => new Selection());
  const [open, setOpen] = useState<string>();
  const { pieces, loadMore, patch, hasFailed } = usePieces(initial, query);
  const { decide, undo, done, problem, isPending } = useDecisions(patch);
  const tagging = useAction();
  const show = useCallback((id: string) => setOpen(id), []);
  const more = useCallback(() => void loadMore(), [loadMore]);
  const tag = (pieceIds: string[], word: string) =>
    tagging.run(async () => {
      await answerOf(api.content.pieces.tags.$post({ json: { pieceIds, add: [word] } }));
      selection.replace([]);
    });
  return (
    <>
      <ProblemNotice problem={problem ?? tagging.problem} />
      <PieceWall pieces={pieces} total={total} selection={selection} onMore={more} onOpen={show} />
      {hasFailed ? (
        <Notice tone="bad">
          <p>{t("moreFailed")}</p>
          <Button onClick={more}>{t("again")}</Button>
        </Notice>
      ) : null}
      <BulkBar
        selection={selection}
        isPending={isPending || tagging.isPending}
        onDecide={(ids, decision) => {
          selection.replace([]);
          void decide(ids, decision);
        }}
        onTag={tag}
      />
      <UndoBar done={done} onUndo={() => void undo()} />
      {open ? <PieceSheet pieceId={open} onClose={() => setOpen(undefined)} /> : null}
    </>
  );
}
