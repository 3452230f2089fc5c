import { Avatar } from "@vixen/core/avatar";
import { sweepExports } from "@vixen/core/content";
import * as Export from "@vixen/core/content/export.ts";
import * as Actor from "@vixen/core/kit/actor.ts";
import * as Storage from "@vixen/core/provider/storage.ts";
import { strFromU8 } from "fflate";
import { describe, expect, it } from "vitest";
import { cloud, database, fault, useWorld } from "./harness.ts";
import { armCrash, restart } from "./support/crash.ts";
import { booked, filesOf, get, library, pack, refusal, start, writesOf } from "./support/export.ts";
import { portrait } from "./support/persona.ts";
import { elapse, pump, repair } from "./support/pump.ts";

useWorld();

describe("An export", () => {
  it("holds each picture with its caption, and a list of them that no spreadsheet runs", async () => {
    const { tenant, ids, templates } = await library(["ready", "ready"], "Lía / ..\\Montes");
    const started = await start(tenant, ids);
    expect(started).toMatchObject({ status: "queued", requested: 2, packed: 0, bytes: null });
    expect((await pump({ only: "content-export" })).errors).toEqual([]);
    const done = await get(tenant, started.id);
    expect(done).toMatchObject({ status: "ready", packed: 2, errorCode: null });
    const files = await filesOf(done);
    const paths = ids.map((id, index) => `lia-montes/${id}-${templates[index]}`);
    expect(Object.keys(files).toSorted()).toEqual(
      [...paths.flatMap((path) => [`${path}.jpg`, `${path}.txt`]), "pieces.csv"].toSorted(),
    );
    expect(Buffer.from(files[`${paths[0]}.jpg`] ?? []).equals(await portrait(7, 0))).toBe(true);
    expect(strFromU8(files[`${paths[0]}.txt`] ?? new Uint8Array())).toBe("=Hook 0\n\nCoffee first.\n");
    const rows = strFromU8(files["pieces.csv"] ?? new Uint8Array())
      .trimEnd()
      .split("\r\n");
    expect(rows).toHaveLength(3);
    expect(rows[0]).toMatch(/^file,id,created_at,/);
    expect(rows[1]).toMatch(new RegExp(`^${paths[0]}\\.jpg,${ids[0]},.*,'=Hook 0,`));
    expect(done.bytes).toBe((await Storage.get("private", done.mediaKey ?? "")).length);
    const days = (Number(done.expiresAt) - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(6.9);
    expect(days).toBeLessThanOrEqual(7);
    expect(
      cloud()
        .events.map(({ type }) => type)
        .filter((type) => type.startsWith("export.")),
    ).toEqual(["export.started", "export.finished"]);
    expect(await booked(started.id)).toEqual([3]);
  });

  it("of a filter takes the ready pieces of it, and leaves out what is not ready any more", async () => {
    const { tenant, batchId, ids } = await library(["ready", "review", "ready", "blocked", "ready"]);
    const { id } = await tenant.as(() => Export.start({ filter: { batchId } }));
    await database()`update content_pieces set status = 'rejected' where id = ${ids[0] ?? ""}`;
    await database()`update content_pieces set media_key = 'avatars/gone.jpg' where id = ${ids[2] ?? ""}`;
    await pump({ only: "content-export" });
    const done = await get(tenant, id);
    expect(done).toMatchObject({ status: "ready", requested: 3, packed: 1 });
    expect(Object.keys(await filesOf(done)).filter((name) => name.includes(ids[4] ?? "?"))).toHaveLength(2);
  });

  it("is done once, however often its message comes", async () => {
    const { tenant, ids } = await library(["ready"]);
    const { id } = await start(tenant, ids);
    await Promise.all([pack(tenant, id), pack(tenant, id)]);
    const done = await get(tenant, id);
    await pack(tenant, id);
    expect(await get(tenant, id)).toEqual(done);
    const [row] = await database()`select attempts from content_exports where id = ${id}`;
    expect(row?.attempts).toBe(1);
    expect(await booked(id)).toHaveLength(1);
    expect(cloud().events.filter(({ type }) => type === "export.finished")).toHaveLength(1);
  });

  it.each(["export.claimed", "export.stored"])(
    "whose worker dies at %s is found and finished",
    async (at) => {
      const { tenant, ids } = await library(["ready", "ready"]);
      const { id } = await start(tenant, ids);
      armCrash(at);
      await expect(pack(tenant, id)).rejects.toThrow();
      expect(await restart()).toBe(1);
      expect(await get(tenant, id)).toMatchObject({ status: "running" });
      const before = writesOf(id);
      expect(before > 0).toBe(at === "export.stored");
      cloud().messages.length = 0;
      // The message that comes again finds it taken; after the deadline the sweep asks.
      await pack(tenant, id);
      expect(await get(tenant, id)).toMatchObject({ status: "running" });
      expect(await repair()).toMatchObject({ exportsAsked: 1 });
      await pump({ only: "content-export" });
      expect(await get(tenant, id)).toMatchObject({ status: "ready", packed: 2 });
      // What was stored is recorded as it is: nothing is written a second time.
      if (at === "export.stored") expect(writesOf(id)).toBe(before);
      expect(await booked(id)).toEqual([3]);
    },
  );

  it("is tried again when the storage fails, and says so when it goes on failing", async () => {
    const { tenant, ids } = await library(["ready"]);
    const { id } = await start(tenant, ids);
    await fault({ kind: "500", match: { provider: "r2", method: "POST" }, rate: 1 });
    cloud().messages.length = 0;
    for (let tries = 1; tries <= 5; tries++) {
      await pack(tenant, id);
      expect(await get(tenant, id)).toMatchObject({ status: tries < 5 ? "queued" : "failed" });
    }
    expect(await get(tenant, id)).toMatchObject({ errorCode: "provider_unavailable", packed: 0 });
    expect(await booked(id)).toEqual([]);
  });

  it("is given up when its workers die again and again", async () => {
    const { tenant, ids } = await library(["ready"]);
    const { id } = await start(tenant, ids);
    await database()`update content_exports set status = 'running', attempts = 5 where id = ${id}`;
    await elapse();
    cloud().messages.length = 0;
    expect(await Actor.asSystem("test", sweepExports)).toBe(1);
    expect(await get(tenant, id)).toMatchObject({ status: "failed", errorCode: "internal" });
    expect(cloud().messages).toEqual([]);
  });

  it("loses its file when its time is over, also after a crash, is packed again on request, and is forgotten", async () => {
    const { tenant, ids } = await library(["ready"]);
    const { id } = await start(tenant, ids);
    await pack(tenant, id);
    const { mediaKey } = await get(tenant, id);
    await database()`
      update content_exports set expires_at = now() - interval '1 second', deadline_at = now() - interval '1 second'
      where id = ${id}`;
    expect(await get(tenant, id)).toMatchObject({ status: "expired" });
    expect(await tenant.tx(() => Export.list({ limit: 5 }))).toEqual([]);
    cloud().messages.length = 0;
    await Actor.asSystem("test", sweepExports);
    armCrash("export.removed");
    await expect(pack(tenant, id)).rejects.toThrow();
    expect(await restart()).toBe(1);
    expect(await database()`select id from content_exports where id = ${id}`).toHaveLength(1);
    await pump({ only: "content-export" });
    expect(await get(tenant, id)).toMatchObject({ status: "expired", mediaKey: null });
    await expect(tenant.as(() => Storage.get("private", mediaKey ?? ""))).rejects.toEqual(
      refusal("NoSuchKey"),
    );
    expect(await Actor.asSystem("test", sweepExports)).toBe(0);
    const again = await tenant.as(() => Export.startAgain(id));
    await pack(tenant, again.id);
    expect(await get(tenant, again.id)).toMatchObject({ status: "ready", packed: 1 });
    await database()`update content_exports set deadline_at = now() - interval '1 second' where id = ${id}`;
    expect(await Actor.asSystem("test", sweepExports)).toBe(1);
    await pack(tenant, id);
    await expect(get(tenant, id)).rejects.toEqual(refusal("not_found"));
  });

  it("that is canceled stops, and what its worker stored all the same is deleted", async () => {
    const { tenant, ids } = await library(["ready", "ready"]);
    const { id } = await start(tenant, ids);
    armCrash("export.stored");
    await expect(pack(tenant, id)).rejects.toThrow();
    await restart();
    const canceled = await tenant.as(() => Export.cancel(id));
    expect(canceled).toMatchObject({ status: "canceled" });
    expect(await tenant.as(() => Export.cancel(id))).toEqual(canceled);
    expect(await tenant.tx(() => Export.list({ limit: 5 }))).toEqual([]);
    await pack(tenant, id);
    expect(await get(tenant, id)).toMatchObject({ status: "canceled", mediaKey: null });
    const stored = () => tenant.as(() => Storage.get("private", `exports/${id}/pieces.zip`));
    expect((await stored()).length).toBeGreaterThan(0);
    await database()`update content_exports set expires_at = now() - interval '1 second' where id = ${id}`;
    await pack(tenant, id);
    await expect(stored()).rejects.toEqual(refusal("NoSuchKey"));
    await expect(get(tenant, id)).rejects.toEqual(refusal("not_found"));
    const done = await start(tenant, ids);
    await pack(tenant, done.id);
    await expect(tenant.as(() => Export.cancel(done.id))).rejects.toEqual(refusal("export_not_running"));
  });

  it("goes with a persona whose pictures are in it, and one under way stops", async () => {
    const { tenant, avatarId, ids } = await library(["ready"]);
    const { id } = await start(tenant, ids);
    await pack(tenant, id);
    const old = await start(tenant, ids);
    await database()`update content_exports set status = 'expired', expires_at = now() where id = ${old.id}`;
    const open = await start(tenant, ids);
    const canceled = await start(tenant, ids);
    const { expiresAt } = await tenant.as(() => Export.cancel(canceled.id));
    const failed = await start(tenant, ids);
    await database()`
      update content_exports set status = 'failed', expires_at = ${expiresAt} where id = ${failed.id}`;
    await tenant.as(() => Avatar.remove(avatarId));
    await expect(get(tenant, id)).rejects.toEqual(refusal("not_found"));
    await expect(get(tenant, old.id)).rejects.toEqual(refusal("not_found"));
    expect(await get(tenant, open.id)).toMatchObject({ status: "failed", errorCode: "avatar_deleted" });
    await pack(tenant, open.id);
    expect(await get(tenant, open.id)).toMatchObject({ status: "failed", packed: 0 });
    // Their workers may be storing the files this moment: the rows that know of them stay as long as before.
    for (const { id: stopped } of [canceled, failed]) {
      await pack(tenant, stopped);
      expect(await get(tenant, stopped)).toMatchObject({ expiresAt });
    }
  });
});
