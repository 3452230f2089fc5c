import { Batch, Piece, PlacementMove } from "@vixen/core/content";
import { decide } from "@vixen/core/content/decision.ts";
import type { Decide } from "@vixen/core/content/schema.ts";
import { ProviderError } from "@vixen/core/kit/error.ts";
import * as Storage from "@vixen/core/provider/storage.ts";
import { expect } from "vitest";
import { cloud, database } from "../harness.ts";
import { portrait, readyAvatar } from "./persona.ts";
import { pump } from "./pump.ts";

type Start = { status?: "ready" | "review"; tier?: "public" | "subscriber" };

/** A piece whose picture lies where its status says, and what can be done with it and asked of it. */
export async function pictured({ status = "review", tier = "public" }: Start = {}) {
  const { tenant, avatarId } = await readyAvatar();
  const batch = await tenant.as(() => Batch.start({ avatarId, count: 1, seed: 5, tier }));
  cloud().messages.length = 0;
  const [piece] = await tenant.tx(() => Piece.list({ batchId: batch.id }, { limit: 1 }));
  if (!piece) throw new Error("one piece was asked for");
  const { id } = piece;
  const key = `avatars/${avatarId}/pieces/${id}/año 1.jpg`;
  const bucket = status === "ready" && tier === "public" ? "public" : "private";
  const bytes = await portrait(7);
  const url = await Storage.publicUrl(encodeURI(key));
  await tenant.as(() => Storage.put(bucket, key, bytes, { contentType: "image/jpeg", purpose: {} }));
  await database()`
    update content_pieces
    set status = ${status}, image_status = ${status === "ready" ? "allow" : "review"}, copy_status = 'allow',
      hook = 'Words', media_key = ${key}, media_bucket = ${bucket},
      cdn_url = ${bucket === "public" ? await Storage.publicUrl(key) : null}
    where id = ${id}
  `;
  await database()`update content_batches set status = 'finished' where id = ${batch.id}`;
  const isIn = (where: Storage.Bucket) =>
    Storage.get(where, key).then(
      (found) => found.equals(bytes),
      (error: unknown) => {
        if (error instanceof ProviderError && error.code === "NoSuchKey") return false;
        throw error;
      },
    );
  return {
    tenant,
    avatarId,
    batchId: batch.id,
    id,
    key,
    say: (decision: Decide["decision"]) => tenant.as(() => decide({ pieceIds: [id], decision })),
    place: () => tenant.as(() => PlacementMove.carryOut(id)),
    row: () => tenant.tx(() => Piece.get(id)),
    /** Where the picture is, whatever the row says. */
    lies: async () => ({ public: await isIn("public"), private: await isIn("private") }),
    onCdn: async () => (await fetch(url)).status,
    isWaiting: async () =>
      (await database()`select 1 from piece_placements where piece_id = ${id}`).length > 0,
    booked: async () =>
      (
        await database()`
          select quantity::int from cost_entries where subject_id = ${id} and kind = 'storage'`
      ).map(({ quantity }) => quantity),
  };
}

export type Pictured = Awaited<ReturnType<typeof pictured>>;

export const asked = () => cloud().messages.filter(({ queue }) => queue === "piece-place").length;
export const work = () => pump({ only: "piece-place" });

export async function expectPublic(piece: Pictured) {
  expect(await piece.row()).toMatchObject({
    mediaBucket: "public",
    cdnUrl: await Storage.publicUrl(piece.key),
  });
  expect(await piece.lies()).toEqual({ public: true, private: false });
  expect(await piece.onCdn()).toBe(200);
  expect(await piece.isWaiting()).toBe(false);
}

export async function expectPrivate(piece: Pictured) {
  expect(await piece.row()).toMatchObject({ mediaBucket: "private", cdnUrl: null });
  expect(await piece.lies()).toEqual({ public: false, private: true });
  expect(await piece.onCdn()).toBe(404);
  expect(await piece.isWaiting()).toBe(false);
}
