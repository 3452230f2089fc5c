import { expect, test } from "vitest";
import { bucketsOf } from "./bucket.ts";

const day = (name: string, nanos: number, kind = "image") => ({
  day: name,
  amountNanos: nanos,
  entries: 1,
  byKind: { [kind]: nanos },
});

test("a month is days, and those without rows are there", () => {
  const { unit, buckets } = bucketsOf([day("2026-11-02", 5), day("2026-11-30", 7)], {
    from: "2026-11-01",
    to: "2026-11-30",
  });
  expect(unit).toBe("day");
  expect(buckets).toHaveLength(30);
  expect(buckets[1]).toEqual({
    from: "2026-11-02",
    to: "2026-11-02",
    amountNanos: 5,
    entries: 1,
    byKind: { image: 5 },
  });
  expect(buckets[0]?.amountNanos).toBe(0);
});

test("a quarter is weeks from Monday, cut where the days end", () => {
  const { unit, buckets } = bucketsOf([day("2026-10-07", 1), day("2026-10-11", 2, "text")], {
    from: "2026-10-01",
    to: "2026-12-29",
  });
  expect(unit).toBe("week");
  expect(buckets[0]).toMatchObject({ from: "2026-10-01", to: "2026-10-04" });
  expect(buckets[1]).toMatchObject({
    from: "2026-10-05",
    to: "2026-10-11",
    amountNanos: 3,
    byKind: { image: 1, text: 2 },
  });
  expect(buckets.at(-1)).toMatchObject({ from: "2026-12-28", to: "2026-12-29" });
});

test("years are months, and without ends the days themselves are the ends", () => {
  const days = [day("2025-03-31", 1), day("2025-04-01", 2), day("2026-11-22", 3)];
  const { unit, buckets } = bucketsOf(days, { from: null, to: null });
  expect(unit).toBe("month");
  expect(buckets).toHaveLength(21);
  expect(buckets[1]).toMatchObject({ from: "2025-04-01", to: "2025-04-30", amountNanos: 2 });
  const sum = buckets.reduce((total, bucket) => total + bucket.amountNanos, 0);
  expect(sum).toBe(6);
});

test("nothing has no columns", () => {
  expect(bucketsOf([], { from: null, to: null }).buckets).toEqual([]);
});
