import * as Actor from "../kit/actor.ts";
import { deadline } from "../kit/clock.ts";
import { crashPoint } from "../kit/crash-point.ts";
import { sql, transaction } from "../kit/db.ts";
import { AppError, messageOf, ProviderError } from "../kit/error.ts";
import { log } from "../kit/log.ts";
import { publish, send } from "../kit/outbox.ts";
import { removeAll } from "../provider/storage-removal.ts";
import { bookStream, sizeOf, writeStream } from "../provider/storage-stream.ts";
import { ExportFinished } from "./event.ts";
import { queueTime } from "./export.ts";
import { entriesOf } from "./export-entries.ts";
import { zipOf } from "./export-file.ts";

type Claim = { id: string; pieceIds: string[]; attempts: number; packed: number; createdAt: Date };
type Failure = { code: string; message: string };

export const attemptsAllowed = 5;
// A worker says several times a minute that it is there; after this silence another may begin.
const workTime = { minutes: 3 };
const keptDays = 7;
// How long an export whose file is gone can be asked for again.
const rememberedDays = 30;
// A zip without the 64-bit extension, which not every program reads, ends at 4 GiB.
const mostBytes = 4_000_000_000;

/** The claim is another worker's by now, or nobody's. */
class Lost extends Error {
  override readonly name = "Lost";
}

/**
 * Packs an export, or deletes its file when its time is over. Four beats: claim, store, record; what a worker left
 * stored without a record is found by its name and recorded. A message about one that is done does nothing.
 */
export async function carryOut(exportId: string): Promise<void> {
  if (await removeExpired(exportId)) return;
  const claim = await transaction(() => take(exportId));
  if (!claim) return;
  crashPoint("export.claimed");
  try {
    const stored = (await findStored(claim)) ?? (await store(claim));
    crashPoint("export.stored");
    await record(claim, stored);
  } catch (error) {
    if (error instanceof Lost) return log.warn("export_claim_lost", { exportId });
    const isSettled = await release(claim, error);
    if (!isSettled) throw error;
  }
}

/** Ends an export whose workers died too often. Runs as its owner, in the caller's transaction. */
export async function giveUp(exportId: string): Promise<void> {
  await fail(sql`id = ${exportId} and status = 'queued'`, exportId, internal);
}

const keyOf = (exportId: string): string => `exports/${exportId}/pieces.zip`;
const purposeOf = (exportId: string) => ({ subjectId: exportId });

async function take(exportId: string): Promise<Claim | undefined> {
  const [claim] = await sql<[Claim?]>`
    update content_exports
    set status = 'running', attempts = attempts + 1, deadline_at = ${deadline(workTime)}
    where id = ${exportId} and owner_id = ${Actor.userId()} and status = 'queued'
    returning id, piece_ids, attempts, packed, created_at
  `;
  return claim;
}

type Stored = { bytes: number; packed: number };

/** What an earlier try stored and could not record: a file in our storage is whole. */
async function findStored({ id, attempts, packed }: Claim): Promise<Stored | undefined> {
  if (attempts === 1) return undefined;
  const bytes = await sizeOf("private", keyOf(id));
  return bytes === undefined ? undefined : { bytes, packed };
}

async function store(claim: Claim): Promise<Stored> {
  let packed = 0;
  const entries = entriesOf(claim.pieceIds, async (count) => {
    packed = count;
    await transaction(() => say(claim, count));
  });
  const bytes = await writeStream("private", keyOf(claim.id), limited(zipOf(entries)), {
    contentType: "application/zip",
    fileName: `pieces-${claim.createdAt.toISOString().slice(0, 10)}.zip`,
  });
  return { bytes, packed };
}

async function* limited(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > mostBytes) {
      const message = "These pictures are more than 4 GB together. Ask for fewer of them.";
      throw new AppError("conflict", "export_too_large", message);
    }
    yield chunk;
  }
}

/** Says how far it is, and that somebody is at it. */
async function say(claim: Claim, packed: number): Promise<void> {
  const [still] = await sql<[{ id: string }?]>`
    update content_exports
    set packed = ${packed}, deadline_at = ${deadline(workTime)}
    where ${isMine(claim)}
    returning id
  `;
  if (!still) throw new Lost();
}

const isMine = ({ id, attempts }: Claim) => sql`
  id = ${id} and owner_id = ${Actor.userId()} and status = 'running' and attempts = ${attempts}
`;

async function record(claim: Claim, { bytes, packed }: Stored): Promise<void> {
  await transaction(async () => {
    const [done] = await sql<[{ id: string }?]>`
      update content_exports
      set status = 'ready', packed = ${packed}, bytes = ${bytes}, media_key = ${keyOf(claim.id)},
        finished_at = now(), expires_at = now() + ${keptDays} * interval '1 day'
      where ${isMine(claim)}
      returning id
    `;
    const reference = `try ${claim.attempts}`;
    await bookStream(`private/${keyOf(claim.id)}`, reference, bytes, purposeOf(claim.id));
    if (done) await publish(ExportFinished, { exportId: claim.id });
  });
}

/**
 * Gives a claim back after a failure: another try follows, or none where it would fail alike or too many did.
 * @returns whether nothing of it has to be told to the queue: the failure is in the row, or its next try is sent.
 */
async function release(claim: Claim, error: unknown): Promise<boolean> {
  const isRetryable = error instanceof ProviderError && error.retryable;
  const isKnown = error instanceof AppError || error instanceof ProviderError;
  const isLast = claim.attempts >= attemptsAllowed || (isKnown && !isRetryable);
  log.warn("export_failed", { exportId: claim.id, attempts: claim.attempts, reason: messageOf(error) });
  await transaction(async () => {
    if (isLast) return fail(isMine(claim), claim.id, failureOf(error));
    await sql`
      update content_exports set status = 'queued', deadline_at = ${deadline(queueTime)} where ${isMine(claim)}
    `;
    if (isRetryable) await send("content-export", { exportId: claim.id }, { delaySeconds: 15 });
  });
  return isKnown;
}

const internal: Failure = {
  code: "internal",
  message: "Something went wrong on our side. Ask for the download again.",
};

function failureOf(error: unknown): Failure {
  if (error instanceof AppError) return { code: error.code, message: error.message };
  if (!(error instanceof ProviderError)) return internal;
  const message = "The storage did not do its part. Ask for the download again in a few minutes.";
  return { code: "provider_unavailable", message };
}

async function fail(condition: ReturnType<typeof isMine>, exportId: string, { code, message }: Failure) {
  const [failed] = await sql<[{ id: string }?]>`
    update content_exports
    set status = 'failed', error_code = ${code}, error_message = ${message}, finished_at = now(),
      expires_at = now() + ${keptDays} * interval '1 day'
    where ${condition} and owner_id = ${Actor.userId()}
    returning id
  `;
  if (failed) await publish(ExportFinished, { exportId });
}

/**
 * Deletes the file of one whose time is over, and the row a month after it; a file is never left without the row that
 * knows it. What has no file, or was of a persona that is deleted, is not remembered.
 */
async function removeExpired(exportId: string): Promise<boolean> {
  const isExpired = () => sql`id = ${exportId} and owner_id = ${Actor.userId()} and expires_at < now()`;
  const [expired] = await transaction(
    () => sql<[{ id: string }?]>`select id from content_exports where ${isExpired()}`,
  );
  if (!expired) return false;
  await removeAll("private", `exports/${exportId}/`, purposeOf(exportId));
  crashPoint("export.removed");
  await transaction(async () => {
    const [remembered] = await sql<[{ id: string }?]>`
      update content_exports
      set status = 'expired', media_key = null, deadline_at = now() + ${rememberedDays} * interval '1 day'
      where ${isExpired()} and status = 'ready' and error_code is null
      returning id
    `;
    if (!remembered) await sql`delete from content_exports where ${isExpired()}`;
  });
  return true;
}
