import { identityBands } from "../avatar/dataset/curate.ts";
import * as Actor from "../kit/actor.ts";
import { sql } from "../kit/db.ts";
import { parseInput } from "../kit/error.ts";
import { PieceCursor, type PieceFilter } from "./schema.ts";
import { type Sort, unscored } from "./vocabulary.ts";

/** The condition on `content_pieces as piece` for a filter; the tenant's own and nobody else's. */
export const matching = (filter: PieceFilter) => sql`
  piece.owner_id = ${Actor.userId()}
  ${filter.avatarId ? sql`and piece.avatar_id = ${filter.avatarId}` : sql``}
  ${filter.batchId ? sql`and piece.batch_id = ${filter.batchId}` : sql``}
  ${filter.status ? sql`and piece.status = ${filter.status}` : sql``}
  ${filter.tier ? sql`and piece.tier = ${filter.tier}` : sql``}
  ${filter.likeness ? within(filter.likeness) : sql``}
  ${filter.templateId ? sql`and piece.template_id = ${filter.templateId}` : sql``}
  ${filter.ratio ? sql`and piece.ratio = ${filter.ratio}` : sql``}
  ${filter.failureCode ? sql`and piece.failure_code = ${filter.failureCode}` : sql``}
  ${filter.from ? sql`and piece.created_at >= ${filter.from}::date` : sql``}
  ${filter.to ? sql`and piece.created_at < ${filter.to}::date + 1` : sql``}
  ${filter.tag ? sql`and exists (select from piece_tags as tag where tag.piece_id = piece.id and tag.tag = ${filter.tag})` : sql``}
  ${filter.q ? sql`and (piece.hook ilike ${pattern(filter.q)} or piece.caption ilike ${pattern(filter.q)})` : sql``}
`;

/** The score of a band: its lower end belongs to it. */
function within(likeness: NonNullable<PieceFilter["likeness"]>) {
  const { strong, moderate } = identityBands;
  if (likeness === "strong") return sql`and piece.identity_score >= ${strong}`;
  if (likeness === "weak") return sql`and piece.identity_score < ${moderate}`;
  return sql`and piece.identity_score >= ${moderate} and piece.identity_score < ${strong}`;
}

/** What stands in the text is looked for as it is: no sign of it is a wildcard. */
const pattern = (text: string): string => `%${text.replace(/[\\%_]/g, "\\$&")}%`;

/**
 * The condition that follows the last piece of the page above, in the order of `sort`. Throws AppError `input_invalid`
 * for a cursor that this order does not give.
 */
export function after(sort: Sort, cursor: string | undefined) {
  if (cursor === undefined) return sql``;
  if (sort === "identity") {
    const { score, id } = parseInput(PieceCursor.identity, { cursor }).cursor;
    // As `real` as the column: 0.4 is another number in double precision.
    return sql`and (coalesce(piece.identity_score, ${unscored}), piece.id) > (${score}::real, ${id})`;
  }
  const { cursor: id } = parseInput(PieceCursor.byAge, { cursor });
  return sort === "newest" ? sql`and piece.id < ${id}` : sql`and piece.id > ${id}`;
}

/** Newest or oldest first, or those that look least like the persona first. */
export function order(sort: Sort) {
  if (sort === "newest") return sql`piece.id desc`;
  if (sort === "oldest") return sql`piece.id`;
  return sql`coalesce(piece.identity_score, ${unscored}), piece.id`;
}
