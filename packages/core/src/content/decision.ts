import * as Actor from "../kit/actor.ts";
import { sql, transaction } from "../kit/db.ts";
import { fn } from "../kit/fn.ts";
import { createId } from "../kit/id.ts";
import * as Piece from "./piece.ts";
import * as Placement from "./placement.ts";
import { Decide, type Outcome } from "./schema.ts";
import { statusOf } from "./status.ts";

type Status = Piece.Row["status"];
type Change = Pick<Piece.Row, "id" | "status" | "decision"> & { reason: string | null; before: Piece.Row };

/** What the checks left to a person; everything else is theirs or still under way. */
const decidable: ReadonlySet<Status> = new Set(["ready", "review", "rejected"]);

/**
 * Approves, rejects or reopens pieces, each for itself: whatever cannot be decided is reported and changes nothing,
 * what is so already is `unchanged`. What was blocked stays blocked, whoever asks. Who decided, and when, is kept.
 */
export const decide = fn(Decide, ({ pieceIds, decision, reason }) =>
  transaction(async () => {
    const rows = new Map((await Piece.lock(pieceIds)).map((row) => [row.id, row]));
    const outcomes: Outcome[] = [];
    const changes: Change[] = [];
    for (const pieceId of new Set(pieceIds)) {
      const row = rows.get(pieceId);
      const code = refusalOf(row, decision);
      if (!row || code) {
        outcomes.push({ pieceId, outcome: "refused", code, status: row?.status ?? null, before: null });
        continue;
      }
      const after = afterOf(row, decision, reason);
      const isSame =
        row.status === after.status && row.decision === after.decision && row.decisionReason === after.reason;
      if (!isSame) changes.push({ id: pieceId, before: row, ...after });
      const before = { status: row.status, decision: row.decision, reason: row.decisionReason };
      const outcome = isSame ? "unchanged" : "done";
      outcomes.push({ pieceId, outcome, code: null, status: after.status, before });
    }
    await write(changes);
    await Placement.ask(changes.map(({ id }) => id));
    return outcomes;
  }),
);

function refusalOf(row: Piece.Row | undefined, decision: Decide["decision"]): Outcome["code"] {
  if (!row) return "not_found";
  if (row.status === "blocked") return "piece_blocked";
  if (!decidable.has(row.status)) return "piece_unfinished";
  // Both halves are asked again: a status alone is not what makes a piece fit to be shown.
  const fromChecks = statusOf(row.imageStatus, row.copyStatus);
  if (fromChecks !== "ready" && fromChecks !== "review") return "piece_unfinished";
  if (decision === "approve" && !row.hook) return "hook_missing";
  return null;
}

function afterOf(row: Piece.Row, decision: Decide["decision"], reason: string | undefined) {
  if (decision === "approve") return { status: "ready", decision: "approved", reason: null } as const;
  if (decision === "reject")
    return { status: "rejected", decision: "rejected", reason: reason ?? null } as const;
  return { status: statusOf(row.imageStatus, row.copyStatus), decision: null, reason: null };
}

/** One statement for each outcome there is, whatever their number. */
async function write(changes: Change[]): Promise<void> {
  const by = Actor.userId();
  const groups = Map.groupBy(changes, ({ status, decision }) => `${status} ${decision}`);
  for (const [first, ...rest] of groups.values()) {
    if (!first) continue;
    await sql`
      update content_pieces
      set status = ${first.status}, decision = ${first.decision}, decision_reason = ${first.reason},
        decided_by = ${by}, decided_at = ${first.decision ? new Date() : null}
      where id in ${sql([first, ...rest].map(({ id }) => id))} and owner_id = ${by}
        and status in ('ready', 'review', 'rejected') and image_status <> 'block' and copy_status <> 'block'
    `;
  }
  const lines = changes.map(({ id, status, decision, reason, before }) => ({
    id: createId("pieceDecision"),
    ownerId: by,
    pieceId: id,
    decision: decision ?? "reopened",
    reason,
    statusBefore: before.status,
    statusAfter: status,
    decidedBy: by,
  }));
  if (lines.length > 0) await sql`insert into piece_decisions ${sql(lines)}`;
}
