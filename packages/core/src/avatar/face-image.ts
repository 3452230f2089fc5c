import { Picture } from "../generation/index.ts";
import * as Storage from "../provider/storage.ts";

// A few faces at a time, so that seventy pictures of one persona read its face once.
const cacheSize = 16;
const cache = new Map<string, Promise<Buffer>>();

/** The locked face, as the face check takes it. */
export function readFace(key: string): Promise<Buffer> {
  const known = cache.get(key);
  if (known) return known;
  const face = Storage.get("private", key).then(Picture.forChecks);
  if (cache.size >= cacheSize) cache.delete(cache.keys().next().value ?? "");
  cache.set(key, face);
  face.catch(() => cache.delete(key));
  return face;
}
