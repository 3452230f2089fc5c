import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { ProviderError } from "../kit/error.ts";
import { shapeError } from "./http-error.ts";
import type { Purpose } from "./ledger.ts";
import { attempt, type Bucket, book, nameOf } from "./storage.ts";

// R2 takes parts from 5 MiB on, all of one size but the last; two of them are in memory at a time.
const partSize = 8 * 1024 * 1024;

type StreamOptions = {
  contentType: string;
  /** What a browser saves it as. */
  fileName: string;
};

/**
 * Stores what comes out of `chunks` under a key, without ever holding all of it. The object is there whole or not
 * at all; when `chunks` throws, nothing is, and R2 forgets the parts of a process that died within a week.
 * @returns its size in bytes. What it cost is for `bookStream`, where it is recorded what it was for.
 */
export async function writeStream(
  bucket: Bucket,
  key: string,
  chunks: AsyncIterable<Uint8Array>,
  { contentType, fileName }: StreamOptions,
): Promise<number> {
  const place = { Bucket: await nameOf(bucket), Key: key };
  const head = {
    ContentType: contentType,
    ContentDisposition: `attachment; filename="${fileName}"`,
    CacheControl: "private, no-store",
  };
  const begun = await attempt((send) => send.send(new CreateMultipartUploadCommand({ ...place, ...head })));
  const { UploadId } = begun;
  if (!UploadId) throw shapeError("r2", "the id of an upload in parts");
  try {
    const parts: { ETag: string; PartNumber: number }[] = [];
    let bytes = 0;
    for await (const Body of partsOf(chunks)) {
      const PartNumber = parts.length + 1;
      const { ETag } = await attempt((send) =>
        send.send(new UploadPartCommand({ ...place, UploadId, PartNumber, Body })),
      );
      if (!ETag) throw shapeError("r2", "the ETag of a part");
      parts.push({ ETag, PartNumber });
      bytes += Body.length;
    }
    const MultipartUpload = { Parts: parts };
    await attempt((send) =>
      send.send(new CompleteMultipartUploadCommand({ ...place, UploadId, MultipartUpload })),
    );
    return bytes;
  } catch (error) {
    await abandon({ ...place, UploadId });
    throw error;
  }
}

/** Books an upload of so many bytes; a second time under the same reference is nothing. */
export function bookStream(path: string, reference: string, bytes: number, purpose: Purpose): Promise<void> {
  // One operation to begin, one for each part and one to end.
  return book(path, reference, Math.ceil(bytes / partSize) + 2, purpose);
}

/** The size in bytes of an object; undefined where there is none. */
export async function sizeOf(bucket: Bucket, key: string): Promise<number | undefined> {
  const Bucket = await nameOf(bucket);
  try {
    const found = await attempt((send) => send.send(new HeadObjectCommand({ Bucket, Key: key })));
    return found.ContentLength;
  } catch (error) {
    if (error instanceof ProviderError && ["NotFound", "NoSuchKey"].includes(error.code)) return undefined;
    throw error;
  }
}

async function* partsOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let kept: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    kept.push(chunk);
    size += chunk.length;
    if (size < partSize) continue;
    const whole = Buffer.concat(kept);
    let from = 0;
    for (; whole.length - from >= partSize; from += partSize) yield whole.subarray(from, from + partSize);
    kept = [whole.subarray(from)];
    size = whole.length - from;
  }
  if (size > 0) yield Buffer.concat(kept);
}

async function abandon(upload: { Bucket: string; Key: string; UploadId: string }): Promise<void> {
  try {
    await attempt((send) => send.send(new AbortMultipartUploadCommand(upload)));
  } catch (error) {
    // What stopped the upload is the news. Without this R2 drops the parts by itself within a week.
    if (!(error instanceof ProviderError)) throw error;
  }
}
