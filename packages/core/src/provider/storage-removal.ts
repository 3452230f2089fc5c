import { DeleteObjectCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import type { Purpose } from "./ledger.ts";
import { attempt, type Bucket, book, nameOf } from "./storage.ts";

// Each is a small request of its own: R2 takes many at once, and a list is paged by a thousand.
const atOnce = 16;

/**
 * Deletes every object whose key begins with `prefix`; repeating it is harmless. Deleting is free, listing is booked.
 * @returns how many there were.
 */
export async function removeAll(bucket: Bucket, prefix: string, purpose: Purpose): Promise<number> {
  const Bucket = await nameOf(bucket);
  let removed = 0;
  for (;;) {
    const page = await attempt((send) => send.send(new ListObjectsV2Command({ Bucket, Prefix: prefix })));
    await book(`${bucket}/${prefix}?list`, page.$metadata.requestId, 1, purpose);
    const keys = (page.Contents ?? []).flatMap(({ Key }) => (Key ? [Key] : []));
    for (let from = 0; from < keys.length; from += atOnce) {
      const some = keys.slice(from, from + atOnce);
      await Promise.all(
        some.map((Key) => attempt((send) => send.send(new DeleteObjectCommand({ Bucket, Key })))),
      );
    }
    removed += keys.length;
    // What was listed is gone, so the next page is the first one again.
    if (!page.IsTruncated || keys.length === 0) return removed;
  }
}
