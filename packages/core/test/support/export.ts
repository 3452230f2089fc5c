import { Avatar } from "@vixen/core/avatar";
import { Batch, ExportPack } from "@vixen/core/content";
import * as Export from "@vixen/core/content/export.ts";
import * as Storage from "@vixen/core/provider/storage.ts";
import { unzipSync } from "fflate";
import { expect } from "vitest";
import { cloud, database, sandbox } from "../harness.ts";
import { portrait, readyAvatar } from "./persona.ts";
import type { Tenant } from "./tenant.ts";

/** Pieces in the states given, whose pictures lie in the storage. */
export async function library(states: string[], name = "Alba") {
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

export const start = (tenant: Tenant, pieceIds: string[]) => tenant.as(() => Export.start({ pieceIds }));
export const get = (tenant: Tenant, id: string) => tenant.tx(() => Export.get(id));
export const pack = (tenant: Tenant, id: string) => tenant.as(() => ExportPack.carryOut(id));

export async function filesOf({
  mediaKey,
}: {
  mediaKey: string | null;
}): Promise<Record<string, Uint8Array>> {
  return unzipSync(await Storage.get("private", mediaKey ?? ""));
}

/** Writes to the storage that are in the ledger for an export. */
export const booked = async (id: string) => {
  const rows = await database()`select quantity::int from cost_entries where subject_id = ${id}`;
  return rows.map(({ quantity }) => quantity);
};

/** How often the storage was written to for an export. */
export const writesOf = (id: string) =>
  sandbox()
    .frame.calls.list({ provider: "r2" })
    .filter(({ method, path }) => path.includes(id) && (method === "PUT" || method === "POST")).length;

export const refusal = (code: string) => expect.objectContaining({ code });
export const invalid = (field: string, part: string) =>
  expect.objectContaining({ code: "input_invalid", fields: { [field]: expect.stringContaining(part) } });
