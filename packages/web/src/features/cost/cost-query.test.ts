import { expect, test } from "vitest";
import { addressOf, isDisordered, queryOf } from "./cost-query.ts";
import { readFilter } from "./read-filter.ts";

const avatarId = "avt_01kx5b2f6q3d9w8r7t1y0z4m5n";

test("an address says what was filtered, and reading it gives the same filter", () => {
  const filter = readFilter({ from: "2026-11-01", to: "2026-11-22", avatar: avatarId, kind: "image" });
  expect(filter).toEqual({ from: "2026-11-01", to: "2026-11-22", avatarId, kind: "image" });
  const address = addressOf("/costs", filter, { batchId: "none" });
  const read = readFilter(Object.fromEntries(new URL(address, "http://x").searchParams));
  expect(read).toEqual({ ...filter, batchId: "none" });
});

test("what cannot be a filter is left out, and without days the last thirty are meant", () => {
  const strange = {
    from: "yesterday",
    avatar: "<script>",
    kind: ["image", "text"],
    range: "1e9",
    zone: "Mars",
  };
  expect(readFilter(strange)).toEqual({ range: "30d" });
  expect(readFilter({}, "all")).toEqual({ range: "all" });
});

test("all time is no range to the API, and an address may have a query already", () => {
  expect(queryOf(readFilter({ range: "all" }))).toEqual({});
  expect(queryOf(readFilter({ range: "7d" }))).toEqual({ range: "7d" });
  expect(addressOf("/avatars/x?tab=costs", { range: "7d" })).toBe("/avatars/x?tab=costs&range=7d");
});

test("days in the wrong order are seen", () => {
  expect(isDisordered({ from: "2026-11-02", to: "2026-11-01" })).toBe(true);
  expect(isDisordered({ from: "2026-11-01", to: "2026-11-01" })).toBe(false);
});
