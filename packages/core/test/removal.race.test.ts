import { Avatar, Removal } from "@vixen/core/avatar";
import { Batch } from "@vixen/core/content";
import * as Export from "@vixen/core/content/export.ts";
import { retryFailures } from "@vixen/core/content/failure.ts";
import { regenerate, retryOne } from "@vixen/core/content/revision.ts";
import { submit } from "@vixen/core/generation";
import { describe, expect, it } from "vitest";
import { cloud, database, useWorld } from "./harness.ts";
import { bought, boughtSince } from "./support/ledger.ts";
import { somebodyWaits } from "./support/locks.ts";
import { readyAvatar } from "./support/persona.ts";
import { type Pictured, pictured } from "./support/placement.ts";
import { failers, pump, repair } from "./support/pump.ts";

useWorld();

const codeOf = (error: unknown) => (error as { code?: string }).code;

describe("A persona that goes this moment", () => {
  it("has nothing bought for it that nobody books", async () => {
    const piece = await pictured({ status: "ready" });
    const { tenant } = piece;
    const [row] = await database()`select avatar_id from content_pieces where id = ${piece.id}`;
    const avatarId = String(row?.avatar_id);
    const archive = await tenant.as(() => Export.start({ pieceIds: [piece.id] }));
    const batch = await tenant.as(() => Batch.start({ avatarId, count: 1, seed: 77 }));
    const [generation] = await database()`select id from generations where batch_id = ${batch.id}`;
    cloud().messages.length = 0;
    const before = bought();
    let removing: Promise<void> | undefined;
    let submitting: Promise<unknown> | undefined;
    await database().begin(async (sql) => {
      // The archive's worker says how far it is: the deletion waits for that row, in its midst.
      await sql`update content_exports set packed = packed where id = ${archive.id}`;
      removing = tenant.as(() => Avatar.remove(avatarId));
      await somebodyWaits();
      submitting = tenant.as(() => submit(String(generation?.id), failers)).catch((error) => error);
      await new Promise((resolve) => setTimeout(resolve, 200));
    });
    await Promise.all([removing, submitting]);
    for (let round = 0; round < 3; round++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      await pump();
      await repair();
      await tenant.as(() => Removal.carryOut(avatarId));
    }
    const booked = await database()`
      select id from cost_entries where owner_id = ${tenant.userId} and kind = 'image'`;
    expect(booked).toHaveLength(boughtSince(before).predictions);
  });

  it("into the archive does not go while a batch of it begins", async () => {
    const { tenant, avatarId } = await readyAvatar();
    const [begun, held] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const starting = tenant.tx(async () => {
      await Batch.start({ avatarId, count: 1, seed: 3 });
      begun.resolve();
      await held.promise;
    });
    await begun.promise;
    const archiving = tenant.as(() => Avatar.update(avatarId, { isArchived: true })).catch(codeOf);
    await somebodyWaits();
    held.resolve();
    await starting;
    expect(await archiving).toBe("avatar_busy");
    cloud().messages.length = 0;
  });

  const anew: Record<string, (piece: Pictured) => Promise<unknown>> = {
    "made anew": ({ id }: Pictured) => regenerate(id),
    "tried again": ({ id }: Pictured) => retryOne(id),
    "tried again with its batch": ({ batchId }: Pictured) => retryFailures(batchId),
  };
  it.each(Object.entries(anew))("has no piece %s", async (_what, ask) => {
    const gone = {
      avatar_not_ready: ({ avatarId }: Pictured) => Avatar.update(avatarId, { isArchived: true }),
      not_found: ({ avatarId }: Pictured) => Avatar.remove(avatarId),
    };
    for (const [code, go] of Object.entries(gone)) {
      const piece = await pictured({ status: "ready" });
      const { tenant, batchId } = piece;
      const isFailed = ask !== anew["made anew"];
      await database()`update generations set status = ${isFailed ? "failed" : "succeeded"} where batch_id = ${batchId}`;
      if (isFailed)
        await database()`
        update content_pieces set status = 'failed', image_status = 'failed' where id = ${piece.id}`;
      const [done, held] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      const going = tenant.tx(async () => {
        await go(piece);
        done.resolve();
        await held.promise;
      });
      await done.promise;
      const asking = tenant.as(() => ask(piece)).then(() => "asked for", codeOf);
      await Promise.race([somebodyWaits(), asking]);
      held.resolve();
      await going;
      expect(await asking).toBe(code);
    }
  });
});
