import { Avatar } from "@vixen/core/avatar";
import { Batch, ExportPack, sweepExports } from "@vixen/core/content";
import * as Export from "@vixen/core/content/export.ts";
import * as Actor from "@vixen/core/kit/actor.ts";
import { createId } from "@vixen/core/kit/id.ts";
import * as Storage from "@vixen/core/provider/storage.ts";
import { strFromU8, unzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { cloud, database, fault, sandbox, useWorld } from "./harness.ts";
import { armCrash, restart } from "./support/crash.ts";
import { portrait, readyAvatar } from "./support/persona.ts";
import { elapse, pump, repair } from "./support/pump.ts";
import { newTenant, type Tenant } from "./support/tenant.ts";

useWorld();

/** Pieces in the states given, whose pictures lie in the storage. */
async function library(states: string[], name = "Alba") {
  const { tenant, avatarId } = await readyAvatar();
  await tenant.as(() => Avatar.update(avatarId, { name }));
  const batch = await tenant.as(() => Batch.start({ avatarId, count: states.length, seed: 5 }));
  cloud().messages.length = 0;
  const sql = database();
  const rows = await sql`select id, template_id from content_pieces where batch_id = ${batch.id} order by id`;
  const ids = rows.map(({ id }) => String(id));
  for (const [index, status] of states.entries()) {
    const mediaKey = `avatars/${avatarId}/piece-${index}.jpg`;
    await tenant.as(async () =>
      Storage.put("private", mediaKey, await portrait(7, index), { contentType: "image/jpeg", purpose: {} }),
    );
    await sql`
      update content_pieces
      set status = ${status}, image_status = 'allow', copy_status = 'allow', hook = ${`=Hook ${index}`},
        caption = 'Coffee first.', media_key = ${mediaKey}, media_bucket = 'private'
      where id = ${ids[index] ?? ""}
    `;
  }
  await sql`update content_batches set status = 'finished', finished_at = now() where id = ${batch.id}`;
  return { tenant, avatarId, batchId: batch.id, ids, templates: rows.map((row) => String(row.template_id)) };
}

const start = (tenant: Tenant, pieceIds: string[]) => tenant.as(() => Export.start({ pieceIds }));
const get = (tenant: Tenant, id: string) => tenant.tx(() => Export.get(id));
const pack = (tenant: Tenant, id: string) => tenant.as(() => ExportPack.carryOut(id));

async function filesOf({ mediaKey }: { mediaKey: string | null }): Promise<Record<string, Uint8Array>> {
  return unzipSync(await Storage.get("private", mediaKey ?? ""));
}

/** Writes to the storage that are in the ledger for an export. */
const booked = async (id: string) => {
  const rows = await database()`select quantity::int from cost_entries where subject_id = ${id}`;
  return rows.map(({ quantity }) => quantity);
};

/** How often the storage was written to for an export. */
const writesOf = (id: string) =>
  sandbox()
    .frame.calls.list({ provider: "r2" })
    .filter(({ method, path }) => path.includes(id) && (method === "PUT" || method === "POST")).length;

const refusal = (code: string) => expect.objectContaining({ code });
const invalid = (field: string, part: string) =>
  expect.objectContaining({ code: "input_invalid", fields: { [field]: expect.stringContaining(part) } });

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
    await tenant.as(() => Avatar.remove(avatarId));
    await expect(get(tenant, id)).rejects.toEqual(refusal("not_found"));
    await expect(get(tenant, old.id)).rejects.toEqual(refusal("not_found"));
    expect(await get(tenant, open.id)).toMatchObject({ status: "failed", errorCode: "avatar_deleted" });
    await pack(tenant, open.id);
    expect(await get(tenant, open.id)).toMatchObject({ status: "failed", packed: 0 });
  });
});

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
