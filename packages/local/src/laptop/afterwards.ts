import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import type { Laptop } from "./laptop.ts";
import { signInDemo } from "./once.ts";
import { ApiError, type Operator } from "./operator.ts";

type Job = { status: string; errorCode: string | null };

const pollMs = 250;
const patienceMs = 180_000;

/**
 * What an operator does with a persona that is done: has its texts written anew, types one, downloads its pieces,
 * withdraws one, deletes it all. Returns when each is carried out to its end. Throws when one fails.
 */
export async function doWhatFollows(laptop: Laptop, avatarId: string, batchId: string): Promise<void> {
  const operator = await signInDemo(laptop);
  await rewriteIdentity(operator, avatarId);
  await typeTone(operator, avatarId);
  await exportPieces(laptop, operator, batchId);
  await withdrawPiece(laptop, operator, batchId);
  await deleteAvatar(laptop, operator, avatarId);
}

async function rewriteIdentity(operator: Operator, avatarId: string): Promise<void> {
  await operator.post(`/avatars/${avatarId}/identity/rewrite`);
  await until("the identity to be written anew", async () => {
    const { rewrite } = await operator.get<{ rewrite: Job | null }>(`/avatars/${avatarId}/identity`);
    if (rewrite?.status === "failed") throw new Error(`The rewriting failed: ${rewrite.errorCode}`);
    return rewrite?.status === "succeeded";
  });
}

async function typeTone(operator: Operator, avatarId: string): Promise<void> {
  const path = `/avatars/${avatarId}/identity`;
  type Identity = { version: number; items: { kind: string; value: unknown; verdict: string | null }[] };
  const tone = "dry, brief, kind";
  const { version } = await operator.get<Identity>(path);
  await operator.patch(path, { version, tone }).catch((error: unknown) => {
    // It was typed before its answer was lost.
    if (!(error instanceof ApiError && error.code === "identity_changed")) throw error;
  });
  await until("the tone to be judged", async () => {
    const { items } = await operator.get<Identity>(path);
    return items.some(({ kind, value, verdict }) => kind === "tone" && value === tone && verdict === "allow");
  });
}

/** Packs what is ready, and has the file deleted as if the week were over for which it is kept. */
async function exportPieces(laptop: Laptop, operator: Operator, batchId: string): Promise<void> {
  const filter = { batchId, status: "ready" };
  const { id } = await operator.post<{ id: string }>("/content/exports", { filter });
  await until("the pieces to be packed", async () => {
    const { status, errorCode } = await operator.get<Job>(`/content/exports/${id}`);
    if (status === "failed") throw new Error(`The export failed: ${errorCode}`);
    return status === "ready";
  });
  await untilRow(
    laptop,
    "the file to expire",
    (sql) => sql`
      update content_exports set expires_at = now() - interval '1 second', deadline_at = now()
      where id = ${id}
      returning id
    `,
  );
  await untilRow(
    laptop,
    "the file to be deleted",
    (sql) =>
      sql`select id from content_exports where id = ${id} and status = 'expired' and media_key is null`,
  );
}

/** The picture of a piece that is rejected leaves the public bucket. */
async function withdrawPiece(laptop: Laptop, operator: Operator, batchId: string): Promise<void> {
  const { items } = await operator.get<{ items: { id: string }[] }>(
    `/content/pieces?batchId=${batchId}&status=ready`,
  );
  const pieceId = items[0]?.id ?? "";
  await operator.post("/content/pieces/decisions", { pieceIds: [pieceId], decision: "reject" });
  await untilRow(
    laptop,
    "the picture to be withdrawn",
    (sql) => sql`
      select id from content_pieces
      where id = ${pieceId} and media_bucket = 'private'
        and not exists (select 1 from piece_placements where piece_id = ${pieceId})
    `,
  );
}

async function deleteAvatar(laptop: Laptop, operator: Operator, avatarId: string): Promise<void> {
  await operator.delete(`/avatars/${avatarId}`).catch((error: unknown) => {
    // It was deleted before its answer was lost.
    if (!(error instanceof ApiError && error.code === "not_found")) throw error;
  });
  await untilRow(
    laptop,
    "the files to be deleted",
    (sql) => sql`select avatar_id from avatar_removals where avatar_id = ${avatarId} and status = 'finished'`,
  );
}

/** Through the database itself: the API does not tell where a picture lies, nor of a persona that is gone. */
async function untilRow(
  laptop: Laptop,
  what: string,
  ask: (sql: postgres.Sql) => PromiseLike<readonly unknown[]>,
): Promise<void> {
  await until(what, async () => {
    const sql = postgres(laptop.databaseAdminUrl, {
      max: 1,
      onnotice: () => {},
      connect_timeout: 5,
      // The driver asks for them by itself and catches nothing when the database dies just then.
      fetch_types: false,
    });
    try {
      return (await ask(sql)).length > 0;
    } catch {
      // The database dies with the cloud, and comes back with it.
      return false;
    } finally {
      await sql.end({ timeout: 1 }).catch(() => {});
    }
  });
}

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + patienceMs;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`Waited three minutes for ${what}.`);
    await sleep(pollMs);
  }
}
