import * as Export from "@vixen/core/content/export.ts";
import { createId } from "@vixen/core/kit/id.ts";
import { describe, expect, it } from "vitest";
import { useWorld } from "./harness.ts";
import { get, invalid, library, pack, refusal, start } from "./support/export.ts";
import { newTenant } from "./support/tenant.ts";

useWorld();

describe("Asking for an export is refused", () => {
  it("for pieces that are not ready, for none, for too many, and nothing is left of it", async () => {
    const { tenant, ids, batchId } = await library(["ready", "review", "ready"]);
    await expect(start(tenant, ids)).rejects.toEqual(refusal("pieces_not_ready"));
    await expect(start(tenant, [createId("contentPiece")])).rejects.toEqual(refusal("not_found"));
    const none = () => Export.start({ filter: { batchId, status: "failed" } });
    await expect(tenant.as(none)).rejects.toEqual(refusal("export_empty"));
    expect(() => Export.start({})).toThrow(invalid("pieceIds", "one of the two"));
    expect(() => Export.start({ pieceIds: [], filter: undefined })).toThrow(
      invalid("pieceIds", "at least one"),
    );
    expect(await tenant.tx(() => Export.list({ limit: 5 }))).toEqual([]);
    const one = ids.slice(0, 1);
    for (let count = 0; count < 5; count++) await start(tenant, one);
    await expect(start(tenant, one)).rejects.toEqual(refusal("exports_too_many"));
  });

  it("for the sixth of those that are asked for at the same moment", async () => {
    const { tenant, ids } = await library(["ready"]);
    const asked = await Promise.allSettled(Array.from({ length: 6 }, () => start(tenant, ids)));
    const refused = asked.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason] : []));
    expect(refused).toEqual([refusal("exports_too_many")]);
    expect(await tenant.tx(() => Export.list({ limit: 9 }))).toHaveLength(5);
  });

  it("to a stranger, who finds nothing and moves nothing", async () => {
    const { tenant, avatarId, batchId, ids } = await library(["ready"]);
    const { id } = await start(tenant, ids);
    const stranger = await newTenant();
    await expect(get(stranger, id)).rejects.toEqual(refusal("not_found"));
    expect(await stranger.tx(() => Export.list({ limit: 5 }))).toEqual([]);
    await expect(start(stranger, ids)).rejects.toEqual(refusal("not_found"));
    await expect(stranger.as(() => Export.cancel(id))).rejects.toEqual(refusal("not_found"));
    await expect(stranger.as(() => Export.startAgain(id))).rejects.toEqual(refusal("not_found"));
    for (const filter of [{ avatarId }, { batchId }]) {
      await expect(stranger.as(() => Export.start({ filter }))).rejects.toEqual(refusal("not_found"));
    }
    await pack(stranger, id);
    expect(await get(tenant, id)).toMatchObject({ status: "queued", packed: 0 });
  });
});
