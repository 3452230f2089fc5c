import { expect, test } from "vitest";
import type { Piece } from "../../lib/api-type.ts";
import { mergeFrom, mergePieces } from "./merge-pieces.ts";

const piece = (id: string, more: Partial<Piece> = {}) => ({ id, identityScore: null, ...more }) as Piece;
const page = (ids: string, next: string | null) => ({ items: [...ids].map((id) => piece(id)), next });
const idsOf = ({ items }: { items: Piece[] }) => items.map(({ id }) => id).join("");
const isInUse = () => false;

test.each([
  ["a new piece comes first", page("dcba", "a"), page("edcb", "b"), "", "edcba", "a"],
  ["what follows the first page stays", page("dcba", null), page("dc", "c"), "", "dcba", null],
  ["what left the filter goes", page("dcba", "a"), page("db", "b"), "", "dba", "a"],
  ["what left it and is in use keeps its place", page("dcba", "a"), page("db", "b"), "c", "dcba", "a"],
  ["nothing follows a page that is everything", page("dcba", "a"), page("dc", null), "", "dc", null],
  ["what may lie between is not skipped", page("ba", null), page("fe", "e"), "", "fe", "e"],
  ["nothing is left of a filter that is empty now", page("dcba", "a"), page("", null), "", "", null],
])("%s", (_what, known, fresh, inUse, expected, next) => {
  const found = mergePieces(known, fresh, { sort: "newest", isInUse: (id) => inUse.includes(id) });
  expect([idsOf(found), found.next]).toEqual([expected, next]);
});

test("the order is the API's: by likeness those without a score come last, and equal ones by id", () => {
  const low = [piece("c", { identityScore: 0.2 }), piece("d", { identityScore: 0.2 })];
  const known = { items: [...low.toReversed(), piece("b"), piece("a", { identityScore: 0.9 })], next: null };
  const found = mergePieces(known, { items: low, next: "d" }, { sort: "identity", isInUse });
  expect(idsOf(found)).toBe("cdab");
  const oldest = mergePieces(page("bc", null), page("ab", "b"), { sort: "oldest", isInUse });
  expect(idsOf(oldest)).toBe("abc");
});

test("a piece that did not change stays the same object, one that did is the new one", () => {
  const known = page("ba", null);
  const fresh = { items: [piece("b"), piece("a", { hook: "New" })], next: null };
  const { items } = mergePieces(known, fresh, { sort: "newest", isInUse });
  expect(items[0]).toBe(known.items[0]);
  expect(items[1]).toBe(fresh.items[1]);
});

test("a page from the middle changes what it covers, and nothing before it", () => {
  const known = page("gfedcba", "a");
  const found = (fresh: ReturnType<typeof page>) => {
    const merged = mergeFrom("e", known, fresh, { sort: "newest", isInUse });
    return [idsOf(merged), merged.next];
  };
  expect(found(page("dc", "c"))).toEqual(["gfedcba", "a"]);
  expect(found(page("db", "b"))).toEqual(["gfedba", "a"]);
  expect(found(page("", null))).toEqual(["gfe", null]);
  expect(mergeFrom("x", known, page("dc", "c"), { sort: "newest", isInUse })).toBe(known);
});
