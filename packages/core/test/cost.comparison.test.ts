import { Comparison, Cost, Unanswered } from "@vixen/core/cost";
import { createId } from "@vixen/core/kit/id.ts";
import { describe, expect, it } from "vitest";
import { database, useWorld } from "./harness.ts";
import { at, put, putAvatar, sumOf } from "./support/spending.ts";
import { newTenant } from "./support/tenant.ts";

useWorld();

describe("Beside the costs' summary", () => {
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
