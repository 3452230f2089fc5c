import { Batch, Piece } from "@vixen/core/content";
import { metered } from "@vixen/core/provider/meter.ts";
import { moderationModel } from "@vixen/core/provider/moderation.ts";
import * as Tab from "@vixen/core/provider/tab.ts";
import { describe, expect, it } from "vitest";
import { database, fault, useWorld } from "./harness.ts";
import { lastCall, nanosOfRows, nanosSince } from "./support/ledger.ts";
import { readyAvatar } from "./support/persona.ts";
import { pump, until } from "./support/pump.ts";
import { newTenant } from "./support/tenant.ts";

useWorld();

async function onePiece() {
  const since = lastCall();
  const { tenant, avatarId } = await readyAvatar();
  const { id: batchId } = await tenant.as(() => Batch.start({ avatarId, count: 1, seed: 3, tier: "public" }));
  const isSettled = async () => {
    const [piece] = await tenant.tx(() => Piece.list({ batchId }, { limit: 1 }));
    return piece?.settledAt !== null;
  };
  const calls = () => database()<{ kind: string; status: string }[]>`
    select kind, status from provider_calls where owner_id = ${tenant.userId}`;
  return { tenant, since, isSettled, calls };
}

describe("A picture's calls", () => {
  it("are written down with it, at what they cost", async () => {
    const { tenant, since, isSettled, calls } = await onePiece();
    await until(isSettled);
    // The ready avatar's training was bought, and is in nobody's ledger.
    const { training: _, ...billed } = nanosSince(since);
    expect(await nanosOfRows(tenant.userId)).toEqual(billed);
    expect(new Set((await calls()).map(({ status }) => status))).toEqual(new Set(["succeeded"]));
  });

  it("are written down without it when one of them cannot be had", async () => {
    const { tenant, since, calls } = await onePiece();
    await fault({ kind: "500", match: { provider: "openai", path: "/moderations" } });
    await pump({ only: "generation" });
    await until(async () => (await pump({ only: "provider-event" })).errors.length > 0);
    const [booked, billed] = [await nanosOfRows(tenant.userId), nanosSince(since)];
    expect(billed.face).toBeGreaterThan(0);
    expect(booked.face).toBe(billed.face);
    expect(booked.image).toBeUndefined();
    const faces = (await calls()).filter(({ kind }) => kind === "face");
    expect(new Set(faces.map(({ status }) => status))).toEqual(new Set(["succeeded"]));
  });

  it("that end after it was given up write themselves down", async () => {
    const tenant = await newTenant();
    const tab = Tab.open();
    const answer = Promise.withResolvers<void>();
    const began = Promise.withResolvers<void>();
    const charges = [{ kind: "moderation" as const, model: moderationModel, unit: "request", quantity: 1 }];
    const call = tenant.as(() =>
      tab.run(() =>
        metered({ provider: "openai", model: moderationModel, kind: "moderation" }, async () => {
          began.resolve();
          await answer.promise;
          return { providerRef: "late", charges, read: () => "late" };
        }),
      ),
    );
    await began.promise;
    await tenant.as(() => tab.close());
    answer.resolve();
    expect(await call).toBe("late");
    const rows = await database()`
      select call.status, entry.provider_ref
      from provider_calls as call
      join cost_entries as entry on entry.owner_id = call.owner_id
      where call.owner_id = ${tenant.userId}
    `;
    expect(rows).toEqual([{ status: "succeeded", provider_ref: "late" }]);
  });
});
