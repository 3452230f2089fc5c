import { CopyObjectCommand, DeleteObjectCommand } from "@aws-sdk/client-s3";
import { shapeError } from "./http-error.ts";
import type { Purpose } from "./ledger.ts";
import { attempt, type Bucket, book, cacheControlOf, nameOf } from "./storage.ts";

/**
 * Copies an object to the same key of another bucket, inside the storage. Repeating it is harmless.
 * @returns what books the cost, for the transaction that records what it was for.
 * Throws a ProviderError with code NoSuchKey when there is no such object.
 */
export async function copy(
  key: string,
  from: Bucket,
  to: Bucket,
  { contentType, purpose }: { contentType: string; purpose: Purpose },
): Promise<() => Promise<void>> {
  const path = key.split("/").map(encodeURIComponent).join("/");
  const input = {
    Bucket: await nameOf(to),
    Key: key,
    CopySource: `${await nameOf(from)}/${path}`,
    // How long it may be cached depends on the bucket, so it is not taken along.
    MetadataDirective: "REPLACE" as const,
    ContentType: contentType,
    CacheControl: cacheControlOf(to),
  };
  const copied = await attempt(async (send) => {
    const answer = await send.send(new CopyObjectCommand(input));
    if (!answer.CopyObjectResult?.ETag) throw shapeError("r2", "the ETag of what was copied");
    return answer;
  });
  return () => book(`${to}/${key}`, copied.$metadata.requestId, 1, purpose);
}

/** Deletes one object; one that is not there is as good. It is free. */
export async function remove(bucket: Bucket, key: string): Promise<void> {
  const Bucket = await nameOf(bucket);
  await attempt((send) => send.send(new DeleteObjectCommand({ Bucket, Key: key })));
}
