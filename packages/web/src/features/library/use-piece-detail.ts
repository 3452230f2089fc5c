"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import type { PieceDetail } from "../../lib/api-type.ts";
import { api } from "../../lib/browser-api.ts";
import { answerOf, Refusal } from "../../lib/refusal.ts";
import { askToSignIn } from "../../lib/sign-in-again.ts";
import { useChanges } from "../../lib/use-changes.ts";
import { isSignedOut, type Problem, problemOf } from "../../lib/use-form.ts";

/** All that is known of a piece, kept up to date. */
export function usePieceDetail(pieceId: string) {
  const [piece, setPiece] = useState<PieceDetail>();
  const [problem, setProblem] = useState<Problem>();
  const wanted = useRef(pieceId);
  wanted.current = pieceId;

  const reload = useCallback(async () => {
    try {
      const found = await answerOf(api.content.pieces[":pieceId"].$get({ param: { pieceId } }));
      if (wanted.current !== pieceId) return;
      setPiece(found);
      setProblem(undefined);
    } catch (error) {
      if (wanted.current === pieceId) setProblem(failed(error));
    }
  }, [pieceId]);

  useEffect(() => {
    setPiece(undefined);
    setProblem(undefined);
    void reload();
    // Signed in again, or back on the net: what could not be read now can.
    const again = () => void reload();
    window.addEventListener("online", again);
    return () => window.removeEventListener("online", again);
  }, [reload]);
  useChanges(piece ? [`batch:${piece.batchId}`] : [], () => void reload());

  return { piece, problem, reload };
}

function failed(error: unknown): Problem {
  if (isSignedOut(error)) {
    askToSignIn();
    return { code: "signed_out", requestId: "" };
  }
  // An address that was cut names no piece: to a person that is the same as one that is gone.
  const isNone = error instanceof Refusal && error.status === 400;
  return isNone ? { code: "not_found", requestId: error.requestId } : problemOf(error);
}
