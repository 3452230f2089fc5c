"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useCallback, useEffect, useState } from "react";
import type { Piece } from "../../lib/api-type.ts";
import { api } from "../../lib/browser-api.ts";
import { answerOf } from "../../lib/refusal.ts";
import { lazily } from "../lazily.tsx";
import { ProblemNotice } from "../problem-notice.tsx";
import { ChosenBar } from "./chosen-bar.tsx";
import { totalOf, useCounts } from "./counts.tsx";
import { MoreFailed } from "./more-failed.tsx";
import { PieceWall } from "./piece-wall.tsx";
import type { Query } from "./query.ts";
import { Selection } from "./selection.ts";
import type { Tagged } from "./tag-form.tsx";
import { UndoBar } from "./undo-bar.tsx";
import { useDecisions } from "./use-decisions.ts";
import { useOpenPiece } from "./use-open-piece.ts";
import { type PiecePage, usePieces } from "./use-pieces.ts";

const PieceSheet = lazily(() => import("./piece-sheet.tsx").then((file) => file.PieceSheet));

const saidMs = 6_000;

type Props = {
  /** The first pieces; new ones are news of them. Another filter needs another `key`. */
  initial: PiecePage;
  query: Query;
  /** Where there are no counts of the filter above it. */
  total?: number;
  tags?: string[];
  /** In place of the wall while there is nothing on it. */
  empty?: ReactNode;
};

/** The pieces of a filter, to look at, to choose from and to decide about. */
export function Library({ initial, query, total, tags = [], empty = null }: Props) {
  const [selection] = useState(() => new Selection());
  const counts = useCounts();
  const sheet = useOpenPiece();
  const {
    pieces,
    hasMore,
    loadMore,
    look,
    patch,
    problem: loadProblem,
  } = usePieces(initial, {
    query,
    isChosen: selection.has,
    about: [query.batchId ? `batch:${query.batchId}` : "batch"],
  });
  const { decide, explain, undo, done, hold, problem, isPending } = useDecisions(patch);
  const more = useCallback(() => void loadMore(), [loadMore]);
  const [tagged, setTagged] = useState<Tagged>();
  useEffect(() => {
    if (!tagged) return;
    const timer = setTimeout(() => setTagged(undefined), saidMs);
    return () => clearTimeout(timer);
  }, [tagged]);
  const tag = async (pieceIds: string[], change: Tagged) => {
    setTagged(undefined);
    await answerOf(api.content.pieces.tags.$post({ json: { pieceIds, [change.verb]: [change.tag] } }));
    selection.replace([]);
    setTagged(change);
  };
  const decideChosen = async (ids: string[], decision: "approve" | "reject") => {
    if (await decide(ids, decision)) selection.replace([]);
  };
  const show = (piece: Piece) => patch(new Map([[piece.id, piece]]));
  // What was decided here stays, also where it fits the filter no longer.
  const known = counts ? totalOf(counts, query.status) : (total ?? 0);
  const count = hasMore ? Math.max(known, pieces.length) : pieces.length;
  return (
    <>
      <ProblemNotice problem={problem} />
      {count > 0 ? (
        <PieceWall
          pieces={pieces}
          total={count}
          selection={selection}
          onMore={more}
          onLook={look}
          onOpen={sheet.open}
        />
      ) : (
        empty
      )}
      <MoreFailed problem={loadProblem} onAgain={more} />
      <TagSaid tagged={tagged} />
      <ChosenBar
        tags={tags}
        selection={selection}
        isPending={isPending}
        onDecide={(ids, decision) => void decideChosen(ids, decision)}
        onTag={tag}
      />
      <UndoBar
        done={done}
        onUndo={() => void undo()}
        onExplain={(reason) => void explain(reason)}
        onHold={hold}
      />
      {sheet.pieceId ? (
        <PieceSheet
          key={sheet.pieceId}
          pieceId={sheet.pieceId}
          decisions={{ decide, problem, isPending }}
          onChanged={show}
          onClose={sheet.close}
        />
      ) : null}
    </>
  );
}

function TagSaid({ tagged }: { tagged: Tagged | undefined }) {
  const t = useTranslations("library");
  return (
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
  );
}
