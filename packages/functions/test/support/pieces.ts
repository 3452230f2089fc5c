import { type Answer, database } from "./harness.ts";
import type { Operator } from "./operator.ts";
import { readyAvatar } from "./world.ts";

type Outcome = { pieceId: string; outcome: string; code: string | null; status: string; before: unknown };

/** What became of each piece that a decision was about. */
export const outcomesOf = (answer: Answer) => answer.body.items as Outcome[];

/** A batch whose pieces are in the states given, in order; halves follow from the state. */
export async function pieces(operator: Operator, states: string[]) {
  const { avatarId } = await readyAvatar(operator);
  const { body } = await operator.call("/content/batches", {
    body: { avatarId, count: states.length, seed: 3 },
  });
  const batchId = String(body.id);
  const sql = database();
  const rows =
    await sql`select id, generation_id from content_pieces where batch_id = ${batchId} order by ordinal`;
  const ids = rows.map((row) => String(row.id));
  for (const [index, status] of states.entries()) {
    const image = { review: "review", blocked: "block", failed: "failed" }[status] ?? "allow";
    await sql`
      update content_pieces
      set status = ${status}, image_status = ${image}, copy_status = 'allow', hook = ${`hook ${index}`},
        failure_code = ${status === "failed" ? "E1001" : null}, failure_message = ${status === "failed" ? "No." : null}
      where id = ${ids[index] ?? ""}
    `;
  }
  await sql`update generations set status = ${"succeeded"} where batch_id = ${batchId}`;
  await sql`update generations set status = 'failed' where subject_id in (select id from content_pieces where batch_id = ${batchId} and status = 'failed')`;
  await sql`update content_batches set status = 'finished', finished_at = now() where id = ${batchId}`;
  return { avatarId, batchId, ids, generationIds: rows.map((row) => String(row.generation_id)) };
}

export const decide = (operator: Operator, pieceIds: string[], decision: string, reason?: string) =>
  operator.call("/content/pieces/decisions", { body: { pieceIds, decision, ...(reason ? { reason } : {}) } });
