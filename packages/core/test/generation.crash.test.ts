import { Candidate } from "@vixen/core/avatar";
import { describe, expect, it } from "vitest";
import { database, useWorld } from "./harness.ts";
import { armCrash, restart } from "./support/crash.ts";
import { bought, boughtSince, lastCall, nanosOfRows, nanosSince } from "./support/ledger.ts";
import { newAvatar } from "./support/persona.ts";
import { pump, repair, until } from "./support/pump.ts";
import { newTenant } from "./support/tenant.ts";

useWorld();

const points = [
  "outbox.claimed",
  "outbox.delivered",
  "generation.claimed",
  "generation.called",
  "generation.recorded",
  "moderation.opened",
  "moderation.called",
  "face.opened",
  "face.called",
  "collect.claimed",
  "collect.stored",
  "collect.recorded",
];

describe("A picture whose worker dies", () => {
  it.each(points)("at %s is bought once, stored once and booked once", async (point) => {
    const before = bought();
    const since = lastCall();
    const tenant = await newTenant();
    const avatarId = await newAvatar(tenant, { candidateCount: 1 });
    const isReady = async () => {
      const [candidate] = await tenant.tx(() => Candidate.list(avatarId));
      return candidate?.status === "ready";
    };

    armCrash(point);
    await tenant.as(() => Candidate.start(avatarId)).catch(() => undefined);
    for (let round = 0; round < 40 && (await pump()).errors.length === 0; round++) {
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
    expect(await restart()).toBeGreaterThan(0);
    await repair();
    await until(isReady, { isRepairing: true });
    await repair();
    await pump();

    expect(boughtSince(before)).toEqual({ predictions: 1, trainings: 0, duplicates: 0 });
    const sql = database();
    const images = await sql`
      select unit, quantity::int as quantity from cost_entries
      where owner_id = ${tenant.userId} and kind = 'image'
    `;
    expect(images).toEqual([{ unit: "image", quantity: 1 }]);
    // Also what was stored twice: a write that is repeated is billed twice.
    const [booked, billed] = [await nanosOfRows(tenant.userId), nanosSince(since)];
    expect(booked.image).toBe(billed.image);
    // Our dead process still keeps the picture when a check throws, as no real one would, and cannot book it.
    const isInCheck = /^(moderation|face)/.test(point);
    if (!isInCheck) expect(booked.storage).toBe(billed.storage);
    const attempts = await sql`select status from attempts where owner_id = ${tenant.userId} order by id`;
    expect(attempts.at(-1)).toEqual({ status: "succeeded" });
    expect(attempts.filter(({ status }) => status !== "lost")).toHaveLength(1);
    const generations = await sql`select status from generations where owner_id = ${tenant.userId}`;
    expect(generations).toEqual([{ status: "succeeded" }]);
    expect(await sql`select id from outbox where owner_id = ${tenant.userId}`).toEqual([]);
  });
});
