import { Comparison, Cost, Unanswered } from "@vixen/core/cost";
import { createId } from "@vixen/core/kit/id.ts";
import { seededRandom } from "@vixen/core/kit/random.ts";
import { describe, expect, it } from "vitest";
import { database, useWorld } from "./harness.ts";
import { newTenant, type Tenant } from "./support/tenant.ts";

useWorld();

const kinds = ["image", "text", "face", "storage"] as const;
const models = ["lora", "gpt-4o-mini", "r2"];

type Row = { kind: string; model: string; avatarId: string; batchId: string | null; nanos: number; at: Date };

/** Puts rows at given moments into the ledger, which itself only knows now. */
async function put(tenant: Tenant, rows: Row[]): Promise<void> {
  const sql = database();
  await sql`insert into cost_entries ${sql(
    rows.map((row) => ({
      id: createId("costEntry"),
      owner_id: tenant.userId,
      avatar_id: row.avatarId,
      batch_id: row.batchId,
      kind: row.kind,
      provider: "test",
      model: row.model,
      unit: "u",
      quantity: 1,
      price_version: "1",
      amount_nanos: row.nanos,
      provider_ref: createId("request"),
      created_at: row.at,
    })),
  )}`;
}

async function putAvatar(tenant: Tenant, name: string, estimate: number | null): Promise<string> {
  const id = createId("avatar");
  const sql = database();
  await sql`insert into avatars ${sql({
    id,
    owner_id: tenant.userId,
    name,
    niche: "n",
    style: "s",
    language: "es",
    city: "Madrid",
    country: "Spain",
    timezone: "Europe/Madrid",
    age: 27,
    seed: 1,
    trigger_word: "VX",
    setup_estimate_nanos: estimate,
  })}`;
  await sql`insert into face_candidates ${sql({
    id: createId("faceCandidate"),
    owner_id: tenant.userId,
    avatar_id: id,
    slot: 0,
    seed: 1,
    prompt: "p",
    generation_id: "g",
  })}`;
  return id;
}

const at = (moment: string) => new Date(moment);
const sumOf = (rows: { amountNanos: number }[]) => rows.reduce((sum, row) => sum + row.amountNanos, 0);

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

  it("keeps apart the calls of which nobody knows whether they were billed", async () => {
    const tenant = await newTenant();
    const avatarId = await putAvatar(tenant, "Alba", null);
    const sql = database();
    const calls = [
      { status: "unknown", started_at: at("2026-11-02T10:00:00Z") },
      { status: "open", started_at: at("2026-11-02T11:00:00Z") },
      { status: "succeeded", started_at: at("2026-11-02T12:00:00Z") },
      { status: "open", started_at: new Date() },
    ].map((call) => ({
      ...call,
      id: createId("providerCall"),
      owner_id: tenant.userId,
      provider: "openai",
      model: "gpt-4o-mini",
      kind: "text",
    }));
    await sql`insert into provider_calls ${sql(calls)}`;
    await sql`insert into attempts ${sql({
      id: createId("attempt"),
      owner_id: tenant.userId,
      avatar_id: avatarId,
      subject_kind: "generation",
      subject_id: "pce_x",
      provider: "replicate",
      model: "f".repeat(64),
      status: "lost",
      created_at: at("2026-11-03T10:00:00Z"),
      deadline_at: at("2026-11-03T10:00:00Z"),
    })}`;
    const all = await tenant.tx(() => Unanswered.list({}, { limit: 10 }));
    expect(all.map(({ kind, model, avatarName }) => [kind, model, avatarName])).toEqual([
      ["image", "lora", "Alba"],
      ["text", "gpt-4o-mini", null],
      ["text", "gpt-4o-mini", null],
    ]);
    const [first] = all;
    const rest = await tenant.tx(() => Unanswered.list({}, { limit: 10, before: first?.id }));
    expect(rest).toEqual(all.slice(1));
    const counts = [{}, { avatarId }, { kind: "text" as const }, { to: "2026-11-02" }, { model: "lora" }];
    const found = await tenant.tx(async () => {
      const answers = [];
      for (const filter of counts) answers.push((await Cost.summary(filter)).unansweredCalls);
      return answers;
    });
    expect(found).toEqual([3, 1, 2, 2, 1]);
    const stranger = await newTenant();
    expect(await stranger.tx(() => Unanswered.list({ avatarId }, { limit: 10 }))).toEqual([]);
  });

  it("sets estimates beside what setups and batches cost", async () => {
    const tenant = await newTenant();
    const avatarId = await putAvatar(tenant, "Alba", 500);
    const old = await putAvatar(tenant, "Old", null);
    const sql = database();
    const [batchId, version] = [createId("contentBatch"), createId("loraVersion")];
    const dataset = createId("dataset");
    const own = { owner_id: tenant.userId, avatar_id: avatarId };
    await sql`insert into datasets ${sql({ ...own, id: dataset, seed: 1, keep: 1 })}`;
    await sql`insert into lora_versions ${sql({
      ...own,
      id: version,
      dataset_id: dataset,
      version: 1,
      base_model: "b",
      trainer: "t",
      trainer_version: "1",
      parameters: sql.json({}),
      dataset_sha256: "d",
      destination: "x",
    })}`;
    await sql`insert into content_batches ${sql({
      ...own,
      id: batchId,
      lora_version_id: version,
      requested: 1,
      seed: 1,
      estimate_nanos: 70,
    })}`;
    const row = { kind: "image", model: "lora", avatarId, at: new Date() };
    await put(tenant, [
      { ...row, batchId: null, nanos: 450 },
      { ...row, batchId: null, nanos: 30 },
      { ...row, batchId, nanos: 65 },
    ]);
    const all = await tenant.tx(() => Comparison.list({}, { limit: 10 }));
    expect(
      all.map(({ id, type, estimateNanos, actualNanos }) => [id, type, estimateNanos, actualNanos]),
    ).toEqual([
      [batchId, "batch", 70, 65],
      [old, "setup", null, 0],
      [avatarId, "setup", 500, 480],
    ]);
    const page = await tenant.tx(() => Comparison.list({ avatarId }, { limit: 10, before: batchId }));
    expect(page.map(({ id }) => id)).toEqual([avatarId]);
    const ofSetup = await tenant.tx(() => Cost.list({ avatarId, batchId: "none" }, { limit: 10 }));
    expect(sumOf(ofSetup)).toBe(480);
    const total = await tenant.tx(() => Cost.total({ avatarId }));
    expect(total.amountNanos).toBe(all.reduce((sum, { actualNanos }) => sum + actualNanos, 0));
    const stranger = await newTenant();
    expect(await stranger.tx(() => Comparison.list({}, { limit: 10 }))).toEqual([]);
  });
});
