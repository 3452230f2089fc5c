import { Cost } from "@vixen/core/cost";
import { createId } from "@vixen/core/kit/id.ts";
import { seededRandom } from "@vixen/core/kit/random.ts";
import { describe, expect, it } from "vitest";
import { database, useWorld } from "./harness.ts";
import { at, put, sumOf } from "./support/spending.ts";
import { newTenant } from "./support/tenant.ts";

useWorld();

const kinds = ["image", "text", "face", "storage"] as const;
const models = ["lora", "gpt-4o-mini", "r2"];

describe("The costs' summary", () => {
  it.each([1, 2, 3])(
    "adds up on every side to the rows themselves, under any filter (seed %i)",
    async (seed) => {
      const random = seededRandom(seed);
      const pick = <T>(from: readonly T[]): T => from[random.below(from.length)] as T;
      const tenant = await newTenant();
      const avatarIds = [createId("avatar"), createId("avatar")];
      const batchIds = [createId("contentBatch"), null];
      const start = Date.parse("2026-10-20T00:00:00Z");
      await put(
        tenant,
        Array.from({ length: 80 }, () => ({
          kind: pick(kinds),
          model: pick(models),
          avatarId: pick(avatarIds),
          batchId: pick(batchIds),
          nanos: random.below(1_000_000_000),
          at: new Date(start + random.below(20 * 86_400_000)),
        })),
      );
      const filters = [
        {},
        { avatarId: avatarIds[0] },
        { batchId: batchIds[0] ?? undefined },
        { kind: pick(kinds) },
        { model: pick(models) },
        { avatarId: avatarIds[1], batchId: "none" as const },
        { from: "2026-10-24", to: "2026-10-27", zone: "America/Los_Angeles" },
        { from: "2026-10-25", zone: "Europe/Madrid", kind: "image" as const, avatarId: avatarIds[1] },
      ];
      for (const filter of filters) {
        const { summary, rows, total } = await tenant.tx(async () => ({
          summary: await Cost.summary(filter),
          rows: await Cost.list(filter, { limit: 200 }),
          total: await Cost.total(filter),
        }));
        expect(summary.amountNanos).toBe(sumOf(rows));
        expect(summary.amountNanos).toBe(total.amountNanos);
        expect(summary.entries).toBe(rows.length);
        for (const side of [summary.byKind, summary.byModel, summary.byAvatar, summary.byDay]) {
          expect(sumOf(side)).toBe(summary.amountNanos);
          expect(side.reduce((sum, part) => sum + part.entries, 0)).toBe(rows.length);
        }
        // Each number opens to its rows: the same filter, narrowed by it, has that sum.
        const day = pick(summary.byDay);
        if (!day) continue;
        const narrowed = { ...filter, zone: summary.zone, from: day.day, to: day.day };
        const ofDay = await tenant.tx(() => Cost.list(narrowed, { limit: 200 }));
        expect(sumOf(ofDay)).toBe(day.amountNanos);
        expect(Object.values(day.byKind).reduce((sum, nanos) => sum + nanos, 0)).toBe(day.amountNanos);
      }
    },
  );

  it("begins a day at midnight of the operator's zone, also when the clocks change", async () => {
    const tenant = await newTenant();
    await database()`update users set timezone = 'Europe/Madrid' where id = ${tenant.userId}`;
    const row = { kind: "image", model: "lora", avatarId: createId("avatar"), batchId: null, nanos: 1 };
    // On 25 October 2026 the day in Madrid has 25 hours: from 22:00 UTC of the day before to 23:00 UTC.
    await put(tenant, [
      { ...row, at: at("2026-10-24T21:59:59Z") },
      { ...row, at: at("2026-10-24T22:00:00Z") },
      { ...row, at: at("2026-10-25T22:59:59Z") },
      { ...row, at: at("2026-10-25T23:00:00Z") },
    ]);
    const own = await tenant.tx(() => Cost.summary({}));
    expect(own.zone).toBe("Europe/Madrid");
    expect(own.byDay.map(({ day, entries }) => [day, entries])).toEqual([
      ["2026-10-24", 1],
      ["2026-10-25", 2],
      ["2026-10-26", 1],
    ]);
    const one = await tenant.tx(() => Cost.total({ from: "2026-10-25", to: "2026-10-25" }));
    expect(one.entries).toBe(2);
    const elsewhere = await tenant.tx(() => Cost.summary({ zone: "UTC", to: "2026-10-24" }));
    expect(elsewhere.entries).toBe(2);
  });

  it("of an empty ledger is nothing at all", async () => {
    const tenant = await newTenant();
    expect(await tenant.tx(() => Cost.summary({}))).toEqual({
      amountNanos: 0,
      amountCents: 0,
      currency: "usd",
      entries: 0,
      zone: "UTC",
      from: null,
      to: null,
      byKind: [],
      byModel: [],
      byAvatar: [],
      byDay: [],
      unansweredCalls: 0,
    });
  });
});
