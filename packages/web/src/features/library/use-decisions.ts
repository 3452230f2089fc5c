"use client";

import type { Decide, Outcome } from "@vixen/core/content/schema.ts";
import { useEffect, useState } from "react";
import type { Piece } from "../../lib/api-type.ts";
import { api } from "../../lib/browser-api.ts";
import { answerOf, Refusal } from "../../lib/refusal.ts";
import { useAction } from "../../lib/use-action.ts";

type Decision = Decide["decision"];
export type Done = { decision: Decision; outcomes: Outcome[]; refused: number; reason?: string };
const undoMs = 10_000;

/** Decides about pieces at once and keeps for ten seconds how to take it back. */
export function useDecisions(patch: (changes: ReadonlyMap<string, Partial<Piece>>) => void) {
  const { run, problem, isPending } = useAction();
  const [done, setDone] = useState<Done>();
  const [isHeld, hold] = useState(false);
  useEffect(() => {
    if (!done || isHeld) return;
    const timer = setTimeout(() => setDone(undefined), undoMs);
    return () => clearTimeout(timer);
  }, [done, isHeld]);

  async function send(pieceIds: string[], decision: Decision, reason?: string | null) {
    const json = { pieceIds, decision, ...(reason ? { reason } : {}) };
    const { items } = await answerOf(api.content.pieces.decisions.$post({ json }));
    const changes = items.flatMap(({ pieceId, outcome, status }) => {
      if (outcome === "refused" || !status) return [];
      const kept = { approve: "approved", reject: "rejected", reopen: null } as const;
      return [[pieceId, { status, decision: kept[decision], decisionReason: reason ?? null }] as const];
    });
    patch(new Map(changes));
    return items;
  }

  /** Says why what was just rejected was: the same decision again, now with its reason. What it was before is kept. */
  const explain = (reason: string) =>
    run(async () => {
      if (done?.decision !== "reject") return;
      hold(false);
      await send(
        done.outcomes.map(({ pieceId }) => pieceId),
        "reject",
        reason,
      );
      setDone({ ...done, reason });
    });

  /** Answers whether it was done: whatever else became of it is in `problem`. */
  const attempt = async (work: () => Promise<void>): Promise<boolean> => {
    let isDone = false;
    await run(async () => {
      await work();
      isDone = true;
    });
    return isDone;
  };

  const decide = (pieceIds: string[], decision: Decision, reason?: string) =>
    attempt(async () => {
      // What had the focus in the bar goes with it, and says no goodbye.
      hold(false);
      const items = await send(pieceIds, decision, reason);
      const [first, second] = items;
      // Of many the bar says how many could not be; of one alone there is room for why.
      if (first?.code && !second) {
        throw new Refusal(409, { code: first.code, message: first.pieceId, requestId: "" });
      }
      const outcomes = items.filter(({ outcome }) => outcome === "done");
      setDone({ decision, outcomes, refused: items.filter(({ outcome }) => outcome === "refused").length });
    });

  /** Puts each piece back to what a person had decided before, or to nobody's decision. */
  const undo = () =>
    attempt(async () => {
      hold(false);
      const groups = Map.groupBy(done?.outcomes ?? [], ({ before }) =>
        before?.decision === "rejected" ? `rejected ${before.reason ?? ""}` : (before?.decision ?? "none"),
      );
      for (const [name, group] of groups) {
        const ids = group.map(({ pieceId }) => pieceId);
        const before = group[0]?.before;
        if (name === "none") await send(ids, "reopen");
        else if (before?.decision === "approved") await send(ids, "approve");
        else await send(ids, "reject", before?.reason);
      }
      setDone(undefined);
    });

  return { decide, explain, undo, done, hold, problem, isPending };
}
