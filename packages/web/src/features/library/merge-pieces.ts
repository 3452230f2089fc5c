import { unscored } from "@vixen/core/content/vocabulary.ts";
import type { Piece } from "../../lib/api-type.ts";

export type PiecePage = { items: Piece[]; next: string | null };
type Placed = Pick<Piece, "id" | "identityScore">;

/** The API's order, so that a piece has its place among others wherever it came from. */
function compare(a: Placed, b: Placed, sort: string | undefined): number {
  const byId = a.id < b.id ? -1 : Number(a.id > b.id);
  if (sort === "identity") return (a.identityScore ?? unscored) - (b.identityScore ?? unscored) || byId;
  return sort === "oldest" ? byId : -byId;
}

/**
 * What is shown after a filter's first pieces were read again: those as they are now, and of the others what follows
 * them or is in use. Whatever else was known has left the filter. Where so many are new that pieces between them and
 * the known ones may be missing, what follows is loaded again.
 */
export function mergePieces(
  known: PiecePage,
  fresh: PiecePage,
  { sort, isInUse }: { sort: string | undefined; isInUse: (id: string) => boolean },
): PiecePage {
  const before = new Map(known.items.map((piece) => [piece.id, piece]));
  const ids = new Set(fresh.items.map(({ id }) => id));
  const others = known.items.filter(({ id }) => !ids.has(id));
  const last = fresh.next === null ? undefined : fresh.items.at(-1);
  const following = new Set(
    last && before.has(last.id) ? others.filter((piece) => compare(piece, last, sort) > 0) : [],
  );
  const items = [
    ...fresh.items.map((piece) => sameOr(before.get(piece.id), piece)),
    ...others.filter((piece) => following.has(piece) || isInUse(piece.id)),
  ];
  return {
    items: items.toSorted((a, b) => compare(a, b, sort)),
    next: following.size > 0 ? known.next : fresh.next,
  };
}

/**
 * The same for a page that was read again from the middle: what stands up to the piece with the id `after`, which the
 * page begins behind, is as it was.
 */
export function mergeFrom(
  after: string | undefined,
  known: PiecePage,
  fresh: PiecePage,
  options: Parameters<typeof mergePieces>[2],
): PiecePage {
  const begin = known.items.findIndex(({ id }) => id === after) + 1;
  // The piece went while the page was on its way: where the page belongs is not known any more.
  if (after !== undefined && begin === 0) return known;
  const merged = mergePieces({ ...known, items: known.items.slice(begin) }, fresh, options);
  return { ...merged, items: [...known.items.slice(0, begin), ...merged.items] };
}

/** What did not change stays the same object: its cell is not drawn again. */
const sameOr = (before: Piece | undefined, now: Piece): Piece =>
  before && JSON.stringify(before) === JSON.stringify(now) ? before : now;
