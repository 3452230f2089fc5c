import * as Actor from "../kit/actor.ts";
import { type Cell, csvOf } from "../kit/csv.ts";
import { sql } from "../kit/db.ts";
import { nanosPerCent } from "../kit/money.ts";
import * as Piece from "./piece.ts";
import type { PieceFilter } from "./schema.ts";
import { cursorBehind, type Sort } from "./vocabulary.ts";

// biome-ignore format: the columns in their order
const heading = [
  "id", "created_at", "avatar_id", "avatar", "batch_id", "number", "template", "format", "tier", "status", "decision",
  "decided_at", "decision_reason", "hook", "caption", "tags", "identity_score", "reasons", "failure", "cost_usd",
  "width", "height", "is_ai_generated", "provenance",
];

/**
 * A page of pieces as CSV, with the heading on the first one only, so that pages put together are one file.
 * @returns `next` leads on where more follows.
 */
export async function csvPage(
  filter: PieceFilter,
  page: { limit: number; before?: string | undefined; sort?: Sort | undefined },
): Promise<{ csv: string; next: string | null }> {
  const found = await Piece.list(filter, { ...page, limit: page.limit + 1 });
  const pieces = found.slice(0, page.limit);
  const rows = await rowsOf(pieces);
  const last = found.length > pieces.length ? pieces.at(-1) : undefined;
  const next = last ? cursorBehind(page.sort, last) : null;
  return { csv: csvOf(page.before === undefined ? [heading, ...rows] : rows), next };
}

/** The chosen pieces as CSV with its heading, in the order of their ids; ids of nobody's are left out. */
export async function csvOfPieces(pieces: Piece.Row[]): Promise<string> {
  return csvOf([heading, ...(await rowsOf(pieces))]);
}

/** Pieces as CSV with the file of each in front, in the order given. */
export async function csvOfFiles(pieces: Piece.Row[], files: string[]): Promise<string> {
  const rows = await rowsOf(pieces);
  return csvOf([["file", ...heading], ...rows.map((row, index) => [files[index] ?? null, ...row])]);
}

async function rowsOf(pieces: Piece.Row[]): Promise<Cell[][]> {
  if (pieces.length === 0) return [];
  const facts = await sql<{ id: string; avatarName: string; amountNanos: number }[]>`
    select piece.id, avatar.name as avatar_name, coalesce((
      select sum(entry.amount_nanos)
      from cost_entries as entry
      where entry.subject_id in (piece.id, piece.generation_id) and entry.owner_id = ${Actor.userId()}
    ), 0)::float8 as amount_nanos
    from content_pieces as piece
    join avatars as avatar on avatar.id = piece.avatar_id
    where piece.id in ${sql(pieces.map(({ id }) => id))} and piece.owner_id = ${Actor.userId()}
  `;
  const factsOf = new Map(facts.map((fact) => [fact.id, fact]));
  return pieces.map((piece) => {
    const { avatarName = "", amountNanos = 0 } = factsOf.get(piece.id) ?? {};
    return [
      piece.id,
      piece.createdAt.toISOString(),
      piece.avatarId,
      avatarName,
      piece.batchId,
      piece.ordinal + 1,
      piece.templateId,
      piece.ratio,
      piece.tier,
      piece.status,
      piece.decision,
      piece.decidedAt?.toISOString() ?? null,
      piece.decisionReason,
      piece.hook,
      piece.caption,
      piece.tags.join(", "),
      piece.identityScore,
      piece.reasons.map(({ code, place }) => `${place}: ${code}`).join(", "),
      piece.failureCode,
      amountNanos / nanosPerCent / 100,
      piece.width,
      piece.height,
      String(piece.isAiGenerated),
      piece.provenance,
    ];
  });
}
