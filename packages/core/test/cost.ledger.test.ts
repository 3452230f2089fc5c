import { Candidate } from "@vixen/core/avatar";
import { Batch } from "@vixen/core/content";
import { Cost } from "@vixen/core/cost";
import * as Actor from "@vixen/core/kit/actor.ts";
import { sql, transaction } from "@vixen/core/kit/db.ts";
import { centsOfNanos } from "@vixen/core/kit/money.ts";
import { seededRandom } from "@vixen/core/kit/random.ts";
import * as Ledger from "@vixen/core/provider/ledger.ts";
import { nanosOf } from "@vixen/core/provider/price.ts";
import { describe, expect, it } from "vitest";
import { cloud, database, fault, settings, useWorld } from "./harness.ts";
import { lastCall, nanosOfRows, nanosSince } from "./support/ledger.ts";
import { newAvatar, readyAvatar } from "./support/persona.ts";
import { until } from "./support/pump.ts";
import { newTenant } from "./support/tenant.ts";

useWorld();

const charges = [
  { kind: "text", model: "gpt-4o-mini", unit: "input_token" },
  { kind: "text", model: "gpt-4o-mini", unit: "output_token" },
  { kind: "image", model: "lora", unit: "millisecond" },
  { kind: "face", model: "rekognition.DetectFaces", unit: "image" },
  { kind: "storage", model: "r2", unit: "class_a_operation" },
] as const;

describe("The ledger", () => {
  it.each([1, 2, 3])("sums to the billionth, by avatar, by batch and in all (seed %i)", async (seed) => {
    const random = seededRandom(seed);
    const tenant = await newTenant();
    const avatars = ["avt_a", "avt_b"];
    const batches = ["bat_a", "bat_b", undefined];
    const expected = new Map<string, number>();
    const add = (key: string, nanos: number) => expected.set(key, (expected.get(key) ?? 0) + nanos);
    await tenant.as(async () => {
      for (let index = 0; index < 60; index++) {
        const charge = {
          ...(charges[random.below(charges.length)] ?? charges[0]),
          quantity: random.below(99_999),
        };
        const [avatarId, batchId] = [avatars[random.below(2)], batches[random.below(3)]];
        const reference = `${seed} ${tenant.userId} ${index}`;
        await Ledger.charge("test", reference, [charge], { avatarId, batchId });
        // A second booking of the same call is none.
        if (random.below(3) === 0) await Ledger.charge("test", reference, [charge], { avatarId, batchId });
        for (const key of ["all", avatarId, batchId, charge.kind]) if (key) add(key, nanosOf(charge));
      }
    });
    const totals = await tenant.tx(async () => ({
      all: await Cost.total({}),
      avatar: await Cost.total({ avatarId: "avt_a" }),
      batch: await Cost.total({ batchId: "bat_b" }),
      rows: await Cost.list({}, { limit: 200 }),
    }));
    expect(totals.all.amountNanos).toBe(expected.get("all"));
    expect(totals.all.amountCents).toBe(centsOfNanos(expected.get("all") ?? 0));
    expect(totals.avatar.amountNanos).toBe(expected.get("avt_a"));
    expect(totals.batch.amountNanos).toBe(expected.get("bat_b"));
    for (const [kind, nanos] of Object.entries(totals.all.byKind)) expect(nanos).toBe(expected.get(kind));
    expect(totals.rows).toHaveLength(60);
    expect(totals.rows.reduce((sum, row) => sum + row.amountNanos, 0)).toBe(totals.all.amountNanos);
  });

  it("equals the providers' own account of faces and a batch, kind by kind", async () => {
    await settings({ flaws: true });
    const { tenant, avatarId } = await readyAvatar();
    const since = lastCall();
    const before = await nanosOfRows(tenant.userId);
    const other = await newAvatar(tenant, { candidateCount: 2 });
    await tenant.as(() => Candidate.start(other));
    const batch = await tenant.as(() => Batch.start({ avatarId, count: 6, seed: 5 }));
    // Every message twice: what is done twice must be billed and booked twice, or not done.
    cloud().messages.push(...cloud().messages);
    await until(
      async () => {
        const { status } = await tenant.tx(() => Batch.get(batch.id));
        const faces = await tenant.tx(() => Candidate.list(other));
        return status === "finished" && faces.every((face) => face.status !== "pending");
      },
      { atOnce: 4 },
    );
    const booked = await nanosOfRows(tenant.userId);
    for (const [kind, nanos] of Object.entries(before)) booked[kind] = (booked[kind] ?? 0) - nanos;
    expect(booked).toEqual(nanosSince(since));
    expect(Object.keys(booked).sort()).toEqual(["face", "image", "moderation", "storage", "text"]);
    const [{ total, parts } = { total: 0, parts: 0 }] = await database()`
      select (select sum(amount_nanos)::float8 from cost_entries where batch_id = ${batch.id}) as parts,
        ${(await tenant.tx(() => Cost.total({ batchId: batch.id }))).amountNanos}::float8 as total
    `;
    expect(total).toBe(parts);
  });

  it("has the row of a call before the call is made", async () => {
    const tenant = await newTenant();
    const avatarId = await newAvatar(tenant, { candidateCount: 1 });
    await fault({ kind: "500", match: { provider: "openai", path: "/moderations" }, count: 2 });
    await tenant.as(() => Candidate.start(avatarId));
    await until(async () => (await tenant.tx(() => Candidate.list(avatarId)))[0]?.status === "ready");
    const rows = await database()`
      select status from provider_calls
      where owner_id = ${tenant.userId} and kind = 'moderation'
      order by id
    `;
    expect(rows.map(({ status }) => status)).toEqual(["failed", "failed", "succeeded"]);
  });

  it.each(["user", "system"] as const)("cannot be rewritten by the %s role", async (role) => {
    const tenant = await newTenant();
    const charge = { ...charges[0], quantity: 1 };
    await tenant.as(() => Ledger.charge("test", tenant.userId, [charge], {}));
    const asRole = <T>(work: () => Promise<T>) =>
      role === "user" ? tenant.tx(work) : Actor.asSystem("test", () => transaction(work));
    const rewrites = [
      () => sql`update cost_entries set amount_nanos = 0`,
      () => sql`delete from cost_entries`,
      () => sql`update moderation_verdicts set verdict = 'allow'`,
      () => sql`delete from moderation_verdicts`,
    ];
    for (const rewrite of rewrites) {
      await expect(asRole(async () => void (await rewrite()))).rejects.toThrow(/permission denied/);
    }
    expect((await tenant.tx(() => Cost.total({}))).amountNanos).toBe(150);
  });

  it("refuses to book what nobody has priced", async () => {
    const tenant = await newTenant();
    const charge = { kind: "image" as const, model: "unheard-of", unit: "image", quantity: 1 };
    await expect(tenant.as(() => Ledger.charge("test", "x", [charge], {}))).rejects.toThrow(/No price for/);
  });
});
