"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useCallback, useEffect, useState } from "react";
import { api } from "../../lib/browser-api.ts";
import { answerOf } from "../../lib/refusal.ts";
import { useAction } from "../../lib/use-action.ts";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { ProblemNotice } from "../problem-notice.tsx";
import { BulkBar, type Tagged } from "./bulk-bar.tsx";
import { PieceWall } from "./piece-wall.tsx";
import type { Query } from "./query.ts";
import { Selection } from "./selection.ts";
import { UndoBar } from "./undo-bar.tsx";
import { useDecisions } from "./use-decisions.ts";
import { type PiecePage, usePieces } from "./use-pieces.ts";

const PieceSheet = dynamic(() => import("./piece-sheet.tsx").then((file) => file.PieceSheet));

const saidMs = 6_000;

type Props = { initial: PiecePage; query: Query; total: number; tags?: string[] };

/** The pieces of a filter, to look at, to choose from and to decide about. */
export function Library({ initial, query, total, tags = [] }: Props) {
  const t = useTranslations("library");
  const [selection] = useState(() => new Selection());
  const [open, setOpen] = useState<string>();
  const { pieces, loadMore, patch, hasFailed } = usePieces(initial, query);
  const { decide, explain, undo, done, hold, problem, isPending } = useDecisions(patch);
  const tagging = useAction();
  const show = useCallback((id: string) => setOpen(id), []);
  const more = useCallback(() => void loadMore(), [loadMore]);
  const [tagged, setTagged] = useState<Tagged>();
  useEffect(() => {
    if (!tagged) return;
    const timer = setTimeout(() => setTagged(undefined), saidMs);
    return () => clearTimeout(timer);
  }, [tagged]);
  const tag = (pieceIds: string[], change: Tagged) =>
    tagging.run(async () => {
      setTagged(undefined);
      const { verb, tag } = change;
      await answerOf(api.content.pieces.tags.$post({ json: { pieceIds, [verb]: [tag] } }));
      selection.replace([]);
      setTagged(change);
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
      <p
        role="status"
        className={
          tagged
            ? "pointer-events-none fixed inset-x-4 bottom-24 z-30 mx-auto w-fit rounded-control border border-line bg-surface px-3 py-2 shadow-float md:bottom-6"
            : "sr-only"
        }
      >
        {tagged ? t(tagged.verb === "add" ? "tagAdded" : "tagRemoved", { tag: tagged.tag }) : ""}
      </p>
      <BulkBar
        tags={tags}
        selection={selection}
        isPending={isPending || tagging.isPending}
        onDecide={(ids, decision) => {
          selection.replace([]);
          void decide(ids, decision);
        }}
        onTag={tag}
      />
      <UndoBar
        done={done}
        onUndo={() => void undo()}
        onExplain={(reason) => void explain(reason)}
        onHold={hold}
      />
      {open ? <PieceSheet pieceId={open} onClose={() => setOpen(undefined)} /> : null}
    </>
  );
}
