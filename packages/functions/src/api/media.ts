import * as Storage from "@vixen/core/provider/storage.ts";

// A signed address is good for an hour. It is given out again during its first half, so that a list that is
// polled signs nothing and the browser's cache knows the picture.
const reusedMs = (Storage.presignedSeconds * 1000) / 2;
const capacity = 2_000;
const signed = new Map<string, { url: Promise<string>; until: number }>();

/** An address that reads a private object for at least half an hour; null where there is no object. */
export async function mediaUrl(key: string | null | undefined): Promise<string | null> {
  if (!key) return null;
  const known = signed.get(key);
  if (known && known.until > Date.now()) return known.url;
  const url = Storage.presignedUrl(key);
  if (signed.size >= capacity) signed.delete(signed.keys().next().value ?? "");
  signed.set(key, { url, until: Date.now() + reusedMs });
  url.catch(() => signed.delete(key));
  return url;
}
